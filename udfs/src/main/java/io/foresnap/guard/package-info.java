/**
 * What may be prefetched: an operator's word, given while the job runs, stands above predictions.
 *
 * <p>A topic carries {@link io.foresnap.guard.ControlCommand}s. Some are standing orders: tables to
 * have at hand always, or at a time of the day; at every tick they become prefetch tasks. The
 * others switch prefetching off, wholly or in shadow; they are broadcast to the guard, which stands
 * in front of the prefetch workers in each of their subtasks.
 */
@NullMarked
package io.foresnap.guard;

import org.jspecify.annotations.NullMarked;
