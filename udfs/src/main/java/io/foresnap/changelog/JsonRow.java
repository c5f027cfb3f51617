package io.foresnap.changelog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The top-level columns of a row's JSON, each as the raw bytes it was received in. Values are never
 * decoded: what goes in comes out byte for byte.
 */
public final class JsonRow {

    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final byte[] data;
    private final List<Column> columns;

    private JsonRow(byte[] data, List<Column> columns) {
        this.data = data;
        this.columns = columns;
    }

    /**
     * A column.
     *
     * @param name decoded name
     * @param nameFrom where its quoted name begins
     * @param from where its value begins
     * @param to behind its value
     */
    public record Column(String name, int nameFrom, int from, int to) {}

    /** Parses a row; an {@link IOException} says where it is not a JSON object. */
    public static JsonRow parse(byte[] bytes, int from, int length) throws IOException {
        List<Column> columns = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(bytes, from, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a row must be a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                int nameFrom = from + (int) json.currentTokenLocation().getByteOffset();
                json.nextToken();
                int valueFrom = from + (int) json.currentTokenLocation().getByteOffset();
                columns.add(new Column(name, nameFrom, valueFrom, endOfValue(json, from)));
            }
        }
        return new JsonRow(bytes, columns);
    }

    /** Goes to the end of the current value and tells where that is. */
    static int endOfValue(JsonParser json, int from) throws IOException {
        json.skipChildren();
        json.finishToken();
        int end = from + (int) json.currentLocation().getByteOffset();
        return end;
    }

    /** All columns in order. */
    public List<Column> columns() {
        return columns;
    }

    /** A column by name. */
    public @Nullable Column column(String name) {
        for (Column column : columns) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        return null;
    }

    /** The array that column positions refer to. */
    public byte[] data() {
        return data;
    }

    /**
     * A form in which two rows are equal when their columns are: ordered by name and without nulls,
     * for a column that was added later is null in one and absent in the other.
     */
    public byte[] canonical() {
        StringBuilder text = new StringBuilder("{");
        columns.stream()
                .filter(c -> !isNull(c))
                .sorted(Comparator.comparing(Column::name))
                .forEach(
                        c -> {
                            text.append(text.length() > 1 ? "," : "");
                            text.append(raw(c.nameFrom(), c.to()));
                        });
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private String raw(int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    private boolean isNull(Column c) {
        return c.to() - c.from() == 4 && data[c.from()] == 'n';
    }
}
