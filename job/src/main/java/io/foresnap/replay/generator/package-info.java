/**
 * Made-up request traces of which the true probabilities are known, to measure how far a model is
 * from the best that any could do.
 *
 * <p>A trace is a superposition of independent {@link io.foresnap.replay.generator.RequestSource}s.
 * The <em>true hazard</em> of a partition at a tick is the probability of at least one request for
 * it in the tick's window, given every request before the tick and the sources' parameters
 * (periods, rates, delays, and when they change), and nothing else. No hidden state enters: what a
 * source has drawn but not shown yet is not used, and where a source has a hidden state (is a burst
 * under way?) its exact filter is used instead. No predictor that sees only the requests can have a
 * smaller expected log loss.
 *
 * <p>Jobs, scripts, office hours and rare requests are all {@link
 * io.foresnap.replay.generator.Walks}: a walk over one table or several that starts by a schedule
 * or at random. Bursts are a {@link io.foresnap.replay.generator.HawkesProcess} or a {@link
 * io.foresnap.replay.generator.ModulatedProcess}.
 */
@NullMarked
package io.foresnap.replay.generator;

import org.jspecify.annotations.NullMarked;
