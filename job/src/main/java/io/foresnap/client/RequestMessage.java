package io.foresnap.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foresnap.event.BackupRequest;
import java.nio.charset.StandardCharsets;

/** A backup request as the requests topic carries it. */
public final class RequestMessage {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The request as one JSON object; {@code partitions} is left out when all are asked for. */
    public static byte[] toJson(BackupRequest request) {
        ObjectNode message =
                JSON.createObjectNode()
                        .put("requestId", request.requestId())
                        .put("table", request.table());
        if (!request.partitions().isEmpty()) {
            request.partitions().forEach(message.putArray("partitions")::add);
        }
        if (request.wantsLatest()) {
            message.put("targetTime", "latest");
        } else {
            message.put("targetTime", request.targetTimeMs());
        }
        message.put("requester", request.requester()).put("requestedAt", request.requestedAtMs());
        try {
            return JSON.writeValueAsString(message).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request of text and numbers is always JSON", e);
        }
    }

    private RequestMessage() {}
}
