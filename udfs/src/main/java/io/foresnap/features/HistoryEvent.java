package io.foresnap.features;

import io.foresnap.event.BackupRequest;
import io.foresnap.history.Sign;
import org.jspecify.annotations.Nullable;

/**
 * What the history of a table hears: a request, or a sign that one is coming.
 *
 * @param table the table concerned
 * @param request the request; null in a sign
 * @param sign the sign; null in a request
 * @param requesterGaps how soon the requester usually asks again, packed; empty when unknown
 */
@SuppressWarnings("ArrayRecordComponent") // Opaque bytes; never compared as a value.
public record HistoryEvent(
        String table, @Nullable BackupRequest request, @Nullable Sign sign, byte[] requesterGaps) {

    private static final byte[] UNKNOWN = {};

    /** A request of somebody whose habits are unknown. */
    public static HistoryEvent of(BackupRequest request) {
        return of(request, UNKNOWN);
    }

    /** A request. */
    public static HistoryEvent of(BackupRequest request, byte[] requesterGaps) {
        return new HistoryEvent(request.table(), request, null, requesterGaps);
    }

    /** A sign. */
    public static HistoryEvent of(Sign sign) {
        return new HistoryEvent(sign.table(), null, sign, UNKNOWN);
    }
}
