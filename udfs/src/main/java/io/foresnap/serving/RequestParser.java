package io.foresnap.serving;

import com.fasterxml.jackson.databind.JsonNode;
import io.foresnap.changelog.TableIds;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.LimitedJson;
import io.foresnap.event.TargetTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests: {@code {"requestId", "table", "partitions": [..], "targetTime": ISO-8601 with
 * offset | epoch ms | "latest", "requester", "requestedAt"}}; the first two are required.
 */
public final class RequestParser {

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_NAME = 200;
    private static final int MOST_PARTITIONS = 100_000;

    private final LimitedJson json = new LimitedJson("request", MOST_BYTES);

    /**
     * Parses a request.
     *
     * @param arrivedMs when it arrived, for a request that does not say when it was asked
     * @throws IllegalArgumentException that says what is wrong with it
     */
    public BackupRequest parse(byte[] message, long arrivedMs) {
        JsonNode root = json.object(message);
        String requestId = TableIds.validate("requestId", text(root, "requestId", true));
        String table = TableIds.validate("table", text(root, "table", true));
        String requester = text(root, "requester", false);
        if (requester.length() > MOST_NAME) {
            throw new IllegalArgumentException(
                    "requester is longer than " + MOST_NAME + " characters");
        }
        return new BackupRequest(
                requestId,
                table,
                partitions(root.get("partitions")),
                time("targetTime", root.get("targetTime"), BackupRequest.LATEST),
                requester,
                // Nobody asks after the request has arrived: a clock that runs ahead would put an
                // access into the history that its time never reaches.
                Math.min(arrivedMs, time("requestedAt", root.get("requestedAt"), arrivedMs)));
    }

    /** What can be read of a message that is no valid request: a field's text, or null. */
    public @Nullable String field(byte[] message, String name) {
        try {
            JsonNode value = json.object(message).get(name);
            return value == null || !value.isTextual() ? null : value.textValue();
        } catch (IllegalArgumentException notReadable) {
            return null;
        }
    }

    private static String text(JsonNode root, String name, boolean required) {
        JsonNode value = root.get(name);
        if (value == null || value.isNull()) {
            if (required) {
                throw new IllegalArgumentException(name + " is missing");
            }
            return "";
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a string, but is " + value);
        }
        return value.textValue();
    }

    private static List<Integer> partitions(@Nullable JsonNode value) {
        if (value == null
                || value.isNull()
                || value.isTextual() && "all".equals(value.textValue())) {
            return List.of();
        }
        if (!value.isArray() || value.isEmpty() || value.size() > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitions must be a list of partition numbers, or \"all\"");
        }
        TreeSet<Integer> numbers = new TreeSet<>();
        for (JsonNode number : value) {
            if (!number.canConvertToInt() || !number.isIntegralNumber() || number.intValue() < 0) {
                throw new IllegalArgumentException(
                        "partitions must be numbers from 0 on, but one is " + number);
            }
            numbers.add(number.intValue());
        }
        return new ArrayList<>(numbers);
    }

    private static long time(String name, @Nullable JsonNode value, long missing) {
        if (value == null || value.isNull()) {
            return missing;
        }
        try {
            if (value.isIntegralNumber() && value.canConvertToLong()) {
                return TargetTimes.check(value.longValue());
            }
            if (value.isTextual()) {
                return TargetTimes.parse(value.textValue());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(name + " must be a string or a number: " + value);
    }
}
