/** Which partitions to prefetch first. */
@NullMarked
package io.foresnap.ranking;

import org.jspecify.annotations.NullMarked;
