package io.foresnap.event;

import java.util.List;

/**
 * A request for a table as of a target time.
 *
 * @param requestId the requester's name for it; repeating it repeats the answer, not the work
 * @param table table id, {@code schema.table}
 * @param partitions partition numbers in ascending order; empty means all
 * @param targetTimeMs epoch milliseconds, or {@link #LATEST}
 * @param requester who asks; empty when unknown
 * @param requestedAtMs epoch milliseconds at which it was asked
 */
public record BackupRequest(
        String requestId,
        String table,
        List<Integer> partitions,
        long targetTimeMs,
        String requester,
        long requestedAtMs) {

    /** Target time that means: the newest time that every partition asked for can serve. */
    public static final long LATEST = Long.MAX_VALUE;

    /** Whether the target is the newest time available. */
    public boolean wantsLatest() {
        return targetTimeMs == LATEST;
    }

    /** The same request after planning: all partitions listed, one target time. */
    public BackupRequest resolved(List<Integer> allPartitions, long targetMs) {
        return new BackupRequest(
                requestId, table, allPartitions, targetMs, requester, requestedAtMs);
    }
}
