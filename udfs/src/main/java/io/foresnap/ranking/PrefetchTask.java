package io.foresnap.ranking;

import io.foresnap.event.BackupRequest;

/**
 * Something to prefetch: an entry of the prefetch list, or an urgent task by itself.
 *
 * @param table table id
 * @param partition partition number
 * @param probability of a request before the deadline
 * @param rank place in the list, from 0
 * @param tickMs the prediction tick that made the list, epoch milliseconds; of an urgent task the
 *     time of the request that it follows
 * @param round 0 when the list is new, then counts up at each refresh: segments may have closed
 *     since
 * @param deadlineMs end of the window the probability is about, epoch milliseconds
 * @param value what the list is ordered by, the largest first
 * @param neededBytes size of the files that a request needs, in durable storage; 0 when unknown
 * @param targetMs the target time that is expected, epoch milliseconds; {@link
 *     BackupRequest#LATEST} for the newest
 * @param urgent whether a request that has just come lets expect this one: it is part of no list,
 *     and no list replaces it
 */
public record PrefetchTask(
        String table,
        int partition,
        double probability,
        int rank,
        long tickMs,
        int round,
        long deadlineMs,
        double value,
        long neededBytes,
        long targetMs,
        boolean urgent) {

    /** The entry of a new list that a prediction makes. */
    public static PrefetchTask listed(Prediction prediction, int rank) {
        return new PrefetchTask(
                prediction.table(),
                prediction.partition(),
                prediction.probability(),
                rank,
                prediction.tickMs(),
                0,
                prediction.windowEndMs(),
                prediction.value(),
                prediction.neededBytes(),
                prediction.targetMs(),
                false);
    }

    /** What an operator ordered: fetched before all that is only expected. */
    public static PrefetchTask ordered(String table, int partition, long tickMs, long deadlineMs) {
        return new PrefetchTask(
                table,
                partition,
                1,
                0,
                tickMs,
                0,
                deadlineMs,
                Double.MAX_VALUE,
                0,
                BackupRequest.LATEST,
                true);
    }

    /** No task, but the word to forget all that wait. */
    public static PrefetchTask halt() {
        return new PrefetchTask(
                "", 0, 0, 0, Long.MIN_VALUE, 0, Long.MIN_VALUE, 0, 0, BackupRequest.LATEST, true);
    }

    /** Whether this is {@link #halt()}. */
    public boolean isHalt() {
        return table.isEmpty();
    }

    /** Whether an operator ordered it. */
    public boolean isOrdered() {
        return urgent && value == Double.MAX_VALUE;
    }

    /** The same, in a window that ends at another time. */
    public PrefetchTask until(long otherMs) {
        return new PrefetchTask(
                table,
                partition,
                probability,
                rank,
                tickMs,
                round,
                otherMs,
                value,
                neededBytes,
                targetMs,
                urgent);
    }

    /** Whether the other is about the same files: those for one target of one partition. */
    public boolean isForSameAs(PrefetchTask other) {
        return partition == other.partition
                && targetMs == other.targetMs
                && table.equals(other.table);
    }

    /** The same entry at a later refresh. */
    public PrefetchTask inRound(int later) {
        return new PrefetchTask(
                table,
                partition,
                probability,
                rank,
                tickMs,
                later,
                deadlineMs,
                value,
                neededBytes,
                targetMs,
                urgent);
    }
}
