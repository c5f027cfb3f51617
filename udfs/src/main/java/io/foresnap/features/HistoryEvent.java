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
 */
public record HistoryEvent(String table, @Nullable BackupRequest request, @Nullable Sign sign) {

    /** A request. */
    public static HistoryEvent of(BackupRequest request) {
        return new HistoryEvent(request.table(), request, null);
    }

    /** A sign. */
    public static HistoryEvent of(Sign sign) {
        return new HistoryEvent(sign.table(), null, sign);
    }
}
