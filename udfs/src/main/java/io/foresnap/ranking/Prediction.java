package io.foresnap.ranking;

import io.foresnap.event.BackupRequest;
import java.util.Comparator;

/**
 * What is expected of a partition in a window.
 *
 * @param table table id
 * @param partition partition number
 * @param tickMs where the window begins, epoch milliseconds
 * @param windowEndMs where it ends, exclusive
 * @param probability of at least one request
 * @param value what the prefetch list is ordered by
 * @param neededBytes size of the files that a request needs, in durable storage; 0 when unknown
 * @param targetMs the target time that is most likely asked for, epoch milliseconds; {@link
 *     BackupRequest#LATEST} for the newest
 */
public record Prediction(
        String table,
        int partition,
        long tickMs,
        long windowEndMs,
        double probability,
        double value,
        long neededBytes,
        long targetMs) {

    /** The most valuable first; ties by probability, then table, then partition. */
    public static final Comparator<Prediction> BEST_FIRST =
            Comparator.comparingDouble(Prediction::value)
                    .thenComparingDouble(Prediction::probability)
                    .reversed()
                    .thenComparing(Prediction::table)
                    .thenComparingInt(Prediction::partition)
                    .thenComparingLong(Prediction::targetMs);

    /** A prediction that knows nothing but its probability, and is ordered by it. */
    public static Prediction ofProbability(
            String table, int partition, long tickMs, long windowEndMs, double probability) {
        return new Prediction(
                table,
                partition,
                tickMs,
                windowEndMs,
                probability,
                probability,
                0,
                BackupRequest.LATEST);
    }
}
