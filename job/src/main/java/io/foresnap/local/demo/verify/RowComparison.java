package io.foresnap.local.demo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a backup's rows, one after the other, with the rows expected; remembers the first fault.
 */
public final class RowComparison {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Expected rows that have not come yet. */
    private final Map<String, String> missing;

    private byte @Nullable [] lastKey;
    private @Nullable String fault;
    private long rows;

    /** Takes over the map. */
    public RowComparison(Map<String, String> expected) {
        this.missing = expected;
    }

    /** The next row, in order of key. */
    public void row(byte @Nullable [] key, byte[] row) {
        rows++;
        if (fault == null) {
            fault = faultOf(key, row).orElse(null);
            lastKey = key;
        }
    }

    private Optional<String> faultOf(byte @Nullable [] key, byte[] row) {
        if (key == null) {
            return Optional.of("a row without key: " + text(row));
        }
        if (lastKey != null && Arrays.compareUnsigned(lastKey, key) >= 0) {
            return Optional.of("key %s comes after %s".formatted(text(key), text(lastKey)));
        }
        String expected = missing.remove(text(key));
        if (expected == null) {
            return Optional.of("a row too many: %s %s".formatted(text(key), text(row)));
        }
        if (!same(expected, text(row))) {
            return Optional.of(
                    "row %s is %s, expected %s".formatted(text(key), text(row), expected));
        }
        return Optional.empty();
    }

    private static boolean same(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        try {
            // Columns may be written in another order.
            JsonNode one = JSON.readTree(expected);
            return one.equals(JSON.readTree(actual));
        } catch (IOException noJson) {
            return false;
        }
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** What is wrong, after the last row; the manifest's number of rows must agree as well. */
    public Optional<String> difference(long toldRows) {
        if (fault != null) {
            return Optional.of(fault);
        }
        if (!missing.isEmpty()) {
            Map.Entry<String, String> one = missing.entrySet().iterator().next();
            return Optional.of(
                    "%d rows are missing, one of them %s %s"
                            .formatted(missing.size(), one.getKey(), one.getValue()));
        }
        return toldRows == rows
                ? Optional.empty()
                : Optional.of("the result tells %d rows, there are %d".formatted(toldRows, rows));
    }
}
