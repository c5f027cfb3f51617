package io.foresnap.prefetch;

import org.jspecify.annotations.Nullable;

/**
 * What became of a prefetch task.
 *
 * @param table table id
 * @param partition partition number
 * @param probability that it was ranked by
 * @param tickMs its prediction tick, epoch milliseconds
 * @param round its refresh round within the tick
 * @param outcome what happened
 * @param files files fetched
 * @param bytes their size in durable storage
 * @param reason why it failed
 */
public record PrefetchReport(
        String table,
        int partition,
        double probability,
        long tickMs,
        int round,
        Outcome outcome,
        int files,
        long bytes,
        @Nullable String reason) {

    /** What happened to a task. */
    public enum Outcome {
        /** Files were fetched and sent to the serving node. */
        FETCHED,
        /** Everything it needs is there already. */
        CACHED,
        /** A newer list replaced it while it waited. */
        SUPERSEDED,
        /** An urgent task for the same waits already, or was done a moment ago. */
        REPEATED,
        /** More valued partitions filled the queue. */
        QUEUE_FULL,
        /** More valued partitions fill the cache. */
        NO_ROOM,
        /** Too much of what was prefetched lately was in vain: it is not likely enough. */
        THROTTLED,
        /** Its window passed while it waited, or while it was fetched. */
        LATE,
        /** As fast as storage is now, it would have come when its window was over. */
        TOO_SLOW,
        /** Storage failed or the partition cannot be restored. */
        FAILED
    }
}
