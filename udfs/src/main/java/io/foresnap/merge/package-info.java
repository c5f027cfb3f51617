/** Rebuilding a partition's state at a target time from a snapshot and the log behind it. */
@NullMarked
package io.foresnap.merge;

import org.jspecify.annotations.NullMarked;
