package io.foresnap.changelog;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the values by which a source marks a large column that did not change, and fills them
 * from the row's previous state. Debezium wraps the configured text according to the column's type:
 * a string, its base64, a list or a map of it, a list of its bytes as numbers, or a list with the
 * UUID made of it.
 */
public final class Placeholders {

    /** Debezium's own default, and its base64 as it appears for binary columns. */
    public static final Placeholders DEFAULT =
            new Placeholders(
                    List.of(
                            "__debezium_unavailable_value",
                            "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ=="));

    private final List<byte[]> needles = new ArrayList<>();
    private final List<int[]> skips = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();

    /**
     * @param texts the configured values
     */
    public Placeholders(List<String> texts) {
        for (String text : texts) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException(
                        "changelog.unavailable-value-placeholders contains an empty value");
            }
            String json = new String(JsonStringEncoder.getInstance().quoteAsString(text));
            String numbers =
                    IntStream.range(0, text.length())
                            .mapToObj(i -> Integer.toString(text.charAt(i)))
                            .collect(Collectors.joining(","));
            String uuid = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
            addNeedle(json);
            addNeedle(numbers);
            addNeedle(uuid);
            String quoted = "\"" + json + "\"";
            for (String value :
                    List.of(
                            quoted,
                            "[" + quoted + "]",
                            "{" + quoted + ":" + quoted + "}",
                            "\"{\\\"" + json + "\\\":\\\"" + json + "\\\"}\"",
                            "[" + numbers + "]",
                            "[\"" + uuid + "\"]")) {
                values.add(value.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void addNeedle(String text) {
        byte[] needle = text.getBytes(StandardCharsets.UTF_8);
        int[] skip = new int[256];
        Arrays.fill(skip, needle.length);
        for (int i = 0; i < needle.length - 1; i++) {
            skip[needle[i] & 0xff] = needle.length - 1 - i;
        }
        needles.add(needle);
        skips.add(skip);
    }

    /**
     * Whether a row may contain one. Reads about one byte in twenty (Boyer-Moore-Horspool), for it
     * is asked of every event.
     */
    public boolean mayBeIn(byte[] row, int from, int length) {
        for (int i = 0; i < needles.size(); i++) {
            if (contains(row, from, from + length, needles.get(i), skips.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(byte[] data, int from, int to, byte[] needle, int[] skip) {
        int last = needle.length - 1;
        int at = from;
        while (at + last < to) {
            int i = last;
            while (data[at + i] == needle[i]) {
                if (i-- == 0) {
                    return true;
                }
            }
            at += skip[data[at + last] & 0xff];
        }
        return false;
    }

    /**
     * The row with every placeholder replaced by the column's previous value.
     *
     * @param previous the row's state before the change, null when there was none
     * @return the row itself when it has no placeholder after all
     * @throws UnfilledException when the previous state is missing or lacks the column
     */
    public byte[] fill(byte[] row, int from, int length, @Nullable JsonRow previous)
            throws IOException {
        JsonRow parsed = JsonRow.parse(row, from, length);
        ByteArrayOutputStream filled = new ByteArrayOutputStream(length + 256);
        int copied = from;
        for (JsonRow.Column column : parsed.columns()) {
            if (!isPlaceholder(row, column)) {
                continue;
            }
            JsonRow.Column value = previous == null ? null : previous.column(column.name());
            if (previous == null || value == null) {
                throw new UnfilledException(column.name());
            }
            filled.write(row, copied, column.from() - copied);
            filled.write(previous.data(), value.from(), value.to() - value.from());
            copied = column.to();
        }
        filled.write(row, copied, from + length - copied);
        return filled.toByteArray();
    }

    /** Whether a column's value is a placeholder. */
    public boolean isPlaceholder(byte[] row, JsonRow.Column column) {
        for (byte[] value : values) {
            if (Arrays.equals(row, column.from(), column.to(), value, 0, value.length)) {
                return true;
            }
        }
        return false;
    }

    /** A placeholder for which there is no previous value. */
    public static final class UnfilledException extends IOException {

        private static final long serialVersionUID = 1L;

        UnfilledException(String column) {
            super("column \"" + column + "\" is marked as unchanged, but its value is not known");
        }
    }
}
