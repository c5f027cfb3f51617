package io.foresnap.history;

import io.foresnap.event.BackupRequest;

/**
 * One request for one partition, as far as the history keeps it.
 *
 * @param timeMs when it was asked, epoch milliseconds
 * @param lagSeconds how far in the past the state asked for lies, seconds; 0 for the newest state
 * @param requester hash of the requester; 0 when unknown
 */
public record Access(long timeMs, int lagSeconds, int requester) {

    /** What a request means to each of its partitions. */
    public static Access of(BackupRequest request) {
        long lagMs = request.wantsLatest() ? 0 : request.requestedAtMs() - request.targetTimeMs();
        long lagSeconds = Math.min(Integer.MAX_VALUE, Math.max(0, lagMs / 1000));
        return new Access(
                request.requestedAtMs(), (int) lagSeconds, request.requester().hashCode());
    }
}
