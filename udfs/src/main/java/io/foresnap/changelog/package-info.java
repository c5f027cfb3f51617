/** The durable change log: segment files, their names, and the listing that is its only catalog. */
@NullMarked
package io.foresnap.changelog;

import org.jspecify.annotations.NullMarked;
