/**
 * What prefetching would have done on a recorded trace: requests, ticks, closing segments and
 * fetches in virtual time, with every policy under the same rules.
 */
@NullMarked
package io.foresnap.replay.simulation;

import org.jspecify.annotations.NullMarked;
