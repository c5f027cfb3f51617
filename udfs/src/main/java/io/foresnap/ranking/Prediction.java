package io.foresnap.ranking;

import java.util.Comparator;

/**
 * The probability that a partition is requested in a window.
 *
 * @param table table id
 * @param partition partition number
 * @param tickMs where the window begins, epoch milliseconds
 * @param windowEndMs where it ends, exclusive
 * @param probability of at least one request
 */
public record Prediction(
        String table, int partition, long tickMs, long windowEndMs, double probability) {

    /** The most probable first; ties by table, then partition. */
    public static final Comparator<Prediction> BEST_FIRST =
            Comparator.comparingDouble(Prediction::probability)
                    .reversed()
                    .thenComparing(Prediction::table)
                    .thenComparingInt(Prediction::partition);
}
