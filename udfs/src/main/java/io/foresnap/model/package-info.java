/**
 * Models that learn online the probability that a partition is requested in the next window, and
 * the training step that publishes their versions.
 *
 * <p>{@link io.foresnap.model.OnlineModel} is all that training and scoring know of a model. A
 * recurrent model fits behind it too: it reads the accesses that come with the features, from the
 * state that is carried to them, keeps its optimizer's moments in its snapshot, and joins {@link
 * io.foresnap.model.MixtureModel} as one more member.
 *
 * <p>Flink ML gives the vectors, the linear algebra and the format in which coefficients are
 * published. The update itself is ours: Flink ML's online logistic regression neither restores its
 * accumulators after a failure nor applies an update to scoring, and it mishandles sample weights.
 */
@NullMarked
package io.foresnap.model;

import org.jspecify.annotations.NullMarked;
