package io.foresnap.table;

import io.foresnap.changelog.JsonRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backup's rows with their values decoded. Reading is twofold: a first pass finds all columns
 * (they come and go in a change stream) and what types fit the values, the second hands out rows.
 */
public final class TypedRows {

    private final BackupRows backup;
    private final List<Column> columns;
    private final List<String> key;
    private final Map<String, Integer> index = new HashMap<>();
    private final long rows;

    private TypedRows(BackupRows backup, List<Column> columns, List<String> key, long rows) {
        this.backup = backup;
        this.columns = columns;
        this.key = key;
        this.rows = rows;
        for (int i = 0; i < columns.size(); i++) {
            index.put(columns.get(i).name(), i);
        }
    }

    /** Takes a decoded row. */
    public interface Sink {

        /**
         * Called in order of key.
         *
         * @param key the row's key as JSON text, or "null"
         * @param values one a column, of the class that its kind says; null where the row has none
         */
        void accept(String key, @Nullable Object[] values) throws IOException;
    }

    /**
     * Makes the first pass.
     *
     * @param declared what is known of the table's columns, or null
     * @throws UnfitValueException where a value is not what was declared
     */
    public static TypedRows scan(BackupRows backup, @Nullable DeclaredTable declared)
            throws IOException {
        ColumnScan scan = new ColumnScan(backup.toString(), declared);
        backup.forEach(scan);
        return new TypedRows(backup, scan.columns(), scan.key(), scan.rows());
    }

    /** All columns: the declared ones in their order, then others as they first appear. */
    public List<Column> columns() {
        return columns;
    }

    /** Names of the columns that make the key; empty where the table has none. */
    public List<String> key() {
        return key;
    }

    /** How many rows there are. */
    public long count() {
        return rows;
    }

    /** The backup that is read. */
    public BackupRows backup() {
        return backup;
    }

    /** Makes the second pass. The array handed out is used again for the next row. */
    public void forEach(Sink sink) throws IOException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        backup.forEach(
                (rowKey, row) -> {
                    Arrays.fill(values, null);
                    JsonRow json = JsonRow.parse(row, 0, row.length);
                    for (JsonRow.Column column : json.columns()) {
                        int i = index.getOrDefault(column.name(), -1);
                        values[i] = decode(columns.get(i), json, column, rowKey);
                    }
                    sink.accept(text(rowKey), values);
                });
    }

    private @Nullable Object decode(
            Column column, JsonRow row, JsonRow.Column at, byte @Nullable [] rowKey)
            throws IOException {
        JsonValue value = JsonValue.of(row, at);
        if (value.type() == JsonValue.Type.NULL) {
            return null;
        }
        try {
            return Decoder.decode(column, value);
        } catch (UnfitValueException e) {
            throw located(backup.toString(), text(rowKey), e);
        }
    }

    /** An error with backup and key. */
    public static UnfitValueException located(String backup, String key, UnfitValueException e) {
        return new UnfitValueException(
                backup + " row with key " + UnfitValueException.shortened(key) + ",", e);
    }

    /** A key as messages show it. */
    static String text(byte @Nullable [] key) {
        return key == null ? "null" : new String(key, StandardCharsets.UTF_8);
    }

    /** Names of the columns whose types were guessed though others were declared. */
    public List<String> undeclared() {
        boolean any = columns.stream().anyMatch(Column::declared);
        return any
                ? columns.stream().filter(c -> !c.declared()).map(Column::name).toList()
                : List.of();
    }
}
