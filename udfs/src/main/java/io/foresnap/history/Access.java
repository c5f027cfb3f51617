package io.foresnap.history;

import io.foresnap.event.BackupRequest;

/**
 * One request for one partition, as far as the history keeps it.
 *
 * @param timeMs when it was asked, epoch milliseconds
 * @param lagSeconds how far in the past the state asked for lies, seconds; 0 for the newest state
 * @param requester hash of the requester; 0 when unknown
 * @param requesterGaps that requester's {@link RequesterGaps} at that time, packed; empty when
 *     unknown
 */
@SuppressWarnings("ArrayRecordComponent") // Compact state; never compared as a value.
public record Access(long timeMs, int lagSeconds, int requester, byte[] requesterGaps) {

    private static final byte[] UNKNOWN = {};

    /** An access of somebody whose habits are unknown. */
    public Access(long timeMs, int lagSeconds, int requester) {
        this(timeMs, lagSeconds, requester, UNKNOWN);
    }

    /** The same, with what is known of its requester. */
    public Access by(byte[] gaps) {
        return new Access(timeMs, lagSeconds, requester, gaps);
    }

    /** What a request means to each of its partitions. */
    public static Access of(BackupRequest request) {
        long lagMs = request.wantsLatest() ? 0 : request.requestedAtMs() - request.targetTimeMs();
        long lagSeconds = Math.min(Integer.MAX_VALUE, Math.max(0, lagMs / 1000));
        return new Access(
                request.requestedAtMs(), (int) lagSeconds, request.requester().hashCode());
    }
}
