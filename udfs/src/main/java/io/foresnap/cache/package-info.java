/**
 * The prefetch cache of a serving node: sorted runs and snapshots of immutable files, in memory
 * over disk.
 *
 * <p>Who leaves is decided by the same {@link io.foresnap.policy.Worth} as in the replay, on the
 * requests and predictions that come by the node. What a request has used is written to disk at
 * once, so that a process that dies leaves it to the next one; what leaves memory unused is written
 * then, if it is still worth something. What is on disk stays there when it comes back to memory.
 */
@NullMarked
package io.foresnap.cache;

import org.jspecify.annotations.NullMarked;
