package io.foresnap.ranking;

/**
 * One entry of the prefetch list.
 *
 * @param table table id
 * @param partition partition number
 * @param probability of a request before the deadline
 * @param rank place in the list, from 0
 * @param tickMs the prediction tick that made the list, epoch milliseconds
 * @param round 0 when the list is new, then counts up at each refresh: segments may have closed
 *     since
 * @param deadlineMs end of the window the probability is about, epoch milliseconds
 */
public record PrefetchTask(
        String table,
        int partition,
        double probability,
        int rank,
        long tickMs,
        int round,
        long deadlineMs) {

    /** The same entry at a later refresh. */
    public PrefetchTask inRound(int later) {
        return new PrefetchTask(table, partition, probability, rank, tickMs, later, deadlineMs);
    }
}
