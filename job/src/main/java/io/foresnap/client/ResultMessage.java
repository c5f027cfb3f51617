package io.foresnap.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A result as the results topic carries it.
 *
 * @param status {@code ACKNOWLEDGED}, {@code REJECTED} or {@code FAILED}
 * @param reason why it was rejected or failed
 * @param directory URI of the backup, when there is one
 * @param targetTimeMs the one target time of all partitions, epoch milliseconds
 * @param neededBytes bytes of the files the backup was made from; {@code cachedBytes} of them came
 *     from the prefetch cache
 * @param joinedFiles how many files were being read already, mostly by a prefetch that came late
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResultMessage(
        String requestId,
        String table,
        String status,
        @Nullable String reason,
        @Nullable String directory,
        long targetTimeMs,
        long rows,
        long neededBytes,
        long cachedBytes,
        int neededFiles,
        int cachedFiles,
        int joinedFiles,
        @Nullable LatencyMillis latencyMillis,
        long requestedAt) {

    /** Where the time went, milliseconds. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LatencyMillis(
            double plan, double fetch, double merge, double write, double total) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a result; an exception shows what is no result. */
    public static ResultMessage parse(byte[] json) throws IOException {
        ResultMessage result = JSON.readValue(json, ResultMessage.class);
        // Jackson leaves absent fields null, whatever their type says.
        if (result.requestId == null || result.status == null) {
            throw new IOException("a result has no requestId or no status");
        }
        return result;
    }

    /** Whether the backup exists. */
    public boolean acknowledged() {
        return status.equals("ACKNOWLEDGED");
    }

    /** Milliseconds from the request's arrival to its acknowledgement; 0 when not told. */
    public double totalMillis() {
        return latencyMillis == null ? 0 : latencyMillis.total;
    }
}
