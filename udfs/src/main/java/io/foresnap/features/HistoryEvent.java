package io.foresnap.features;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import io.foresnap.history.Sign;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the history of a table hears: a request, or a sign that one is coming.
 *
 * @param request the request; null in a sign
 * @param sign the sign; null in a request
 * @param needs what the request needs; null in a sign
 * @param requester hash of the requester whose habit the sign follows; 0 in a request
 * @param requesterGaps how soon the requester usually asks again, packed; empty when unknown
 */
@SuppressWarnings("ArrayRecordComponent") // Opaque bytes; never compared as a value.
public record HistoryEvent(
        @Nullable BackupRequest request,
        @Nullable Sign sign,
        @Nullable RequestNeeds needs,
        int requester,
        byte[] requesterGaps) {

    private static final byte[] UNKNOWN = {};

    /** The table concerned. Not sent beside the same name in the request or sign. */
    public String table() {
        return request != null ? request.table() : Objects.requireNonNull(sign).table();
    }

    /** A request of whose plan and requester nothing is known. */
    public static HistoryEvent of(BackupRequest request) {
        return of(new AcceptedRequest(request, RequestNeeds.unknown(request)));
    }

    /** A request of somebody whose habits are unknown. */
    public static HistoryEvent of(AcceptedRequest accepted) {
        return of(accepted, UNKNOWN);
    }

    /** A request. */
    public static HistoryEvent of(AcceptedRequest accepted, byte[] requesterGaps) {
        BackupRequest request = accepted.request();
        return new HistoryEvent(request, null, accepted.needs(), 0, requesterGaps);
    }

    /**
     * A sign.
     *
     * @param requester hash of the requester whose habit it follows
     */
    public static HistoryEvent of(Sign sign, int requester) {
        return new HistoryEvent(null, sign, null, requester, UNKNOWN);
    }
}
