package io.foresnap.features;

import java.util.Comparator;

/**
 * A feature vector whose window has closed, with what happened in it.
 *
 * @param features what was known at the tick
 * @param requested whether any request fell into the window
 * @param weight how many examples it counts for; 1 unless sampled
 */
public record TrainingExample(PartitionFeatures features, boolean requested, double weight) {

    /** An order that does not depend on how examples were shuffled over the network. */
    public static final Comparator<TrainingExample> ORDER =
            Comparator.comparingLong((TrainingExample e) -> e.features().tickMs())
                    .thenComparing(e -> e.features().table())
                    .thenComparingInt(e -> e.features().partition());

    /** The label as a number: 1 when requested, else 0. */
    public double label() {
        return requested ? 1 : 0;
    }
}
