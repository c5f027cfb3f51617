/**
 * What prediction and prefetching would have done on a recorded trace: the job's own classes,
 * outside Flink, in virtual time and in one thread, so that equal input gives equal output.
 */
@NullMarked
package io.foresnap.replay;

import org.jspecify.annotations.NullMarked;
