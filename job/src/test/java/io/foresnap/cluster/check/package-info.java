@NullMarked
package io.foresnap.cluster.check;

import org.jspecify.annotations.NullMarked;
