package io.foresnap.serving;

import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be served, with the reason. Nothing of it is lost: the message goes along.
 *
 * @param requestId when it could be read
 * @param table when it could be read
 * @param reason for the requester
 * @param request the message as text; bytes that are no UTF-8 are replaced
 * @param requestedAtMs epoch milliseconds
 */
public record Rejection(
        @Nullable String requestId,
        @Nullable String table,
        String reason,
        String request,
        long requestedAtMs) {}
