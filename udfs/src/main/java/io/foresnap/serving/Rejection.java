package io.foresnap.serving;

import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be served, with the reason. The message goes along; what is very long is
 * cut, for a rejection must always fit into a message itself.
 *
 * @param requestId when it could be read, and is of a length that an id may have
 * @param requester when it could be read, likewise
 * @param table when it could be read, likewise
 * @param reason for the requester
 * @param request the message as text; bytes that are no UTF-8 are replaced
 * @param requestedAtMs epoch milliseconds
 */
public record Rejection(
        @Nullable String requestId,
        @Nullable String requester,
        @Nullable String table,
        String reason,
        String request,
        long requestedAtMs) {

    private static final int MOST_ID = 1000;
    private static final int MOST_REASON = 2000;

    /** Escaped, a character takes up to six bytes: below Kafka's limit of a megabyte. */
    private static final int MOST_REQUEST = 100_000;

    public Rejection {
        requestId = requestId == null || requestId.length() > MOST_ID ? null : requestId;
        requester = requester == null || requester.length() > MOST_ID ? null : requester;
        table = table == null || table.length() > MOST_ID ? null : table;
        reason = cut(reason, MOST_REASON);
        request = cut(request, MOST_REQUEST);
    }

    private static String cut(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, most) + "... (" + text.length() + " characters)";
    }
}
