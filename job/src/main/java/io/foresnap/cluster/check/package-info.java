/** The check of a cluster: requests through faults and upgrades, every backup compared. */
@NullMarked
package io.foresnap.cluster.check;

import org.jspecify.annotations.NullMarked;
