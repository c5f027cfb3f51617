/** The prefetch cache: sorted runs of immutable files in a serving node's memory. */
@NullMarked
package io.foresnap.cache;

import org.jspecify.annotations.NullMarked;
