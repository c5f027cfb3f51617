package io.foresnap.table;

import io.foresnap.changelog.JsonRow;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first pass over a backup: all its columns, and what is not declared of their types. */
final class ColumnScan implements BackupRows.Rows {

    private final String backup;
    private final Map<String, Observed> observed = new LinkedHashMap<>();
    private List<String> key = List.of();
    private long rows;

    /** A column and what its values have shown so far. */
    private sealed interface Observed {
        void add(JsonValue value) throws UnfitValueException;

        Column column();
    }

    private record Known(Column column) implements Observed {
        @Override
        public void add(JsonValue value) {}
    }

    private record Measured(Column declared, DecimalDigits digits) implements Observed {
        @Override
        public void add(JsonValue value) throws UnfitValueException {
            if (value.type() != JsonValue.Type.NULL) {
                digits.add(Decoder.decode(declared, value));
            }
        }

        @Override
        public Column column() {
            return digits.applyTo(declared);
        }
    }

    private record Guessed(ColumnGuess guess) implements Observed {
        @Override
        public void add(JsonValue value) {
            guess.add(value);
        }

        @Override
        public Column column() {
            return guess.column();
        }
    }

    ColumnScan(String backup, @Nullable DeclaredTable declared) {
        this.backup = backup;
        if (declared != null) {
            key = declared.primaryKey();
            declared.columns().forEach(c -> observed.put(c.name(), observe(c)));
        }
    }

    private static Observed observe(Column column) {
        boolean open =
                column.kind() == Kind.DECIMAL && (column.scale() < 0 || column.precision() == 0);
        return open ? new Measured(column, new DecimalDigits()) : new Known(column);
    }

    @Override
    public void accept(byte @Nullable [] rowKey, byte[] row) throws IOException {
        if (rows++ == 0) {
            key = keyFields(rowKey);
        }
        JsonRow json = JsonRow.parse(row, 0, row.length);
        try {
            for (JsonRow.Column column : json.columns()) {
                observed.computeIfAbsent(column.name(), n -> new Guessed(new ColumnGuess(n)))
                        .add(JsonValue.of(json, column));
            }
        } catch (UnfitValueException e) {
            throw TypedRows.located(backup, TypedRows.text(rowKey), e);
        }
    }

    /** A key is an object of columns; where it is something else, it names none. */
    private static List<String> keyFields(byte @Nullable [] rowKey) throws IOException {
        if (rowKey == null || rowKey.length == 0 || rowKey[0] != '{') {
            return List.of();
        }
        return JsonRow.parse(rowKey, 0, rowKey.length).columns().stream()
                .map(JsonRow.Column::name)
                .toList();
    }

    /** Columns of the key; none where the rows do not have them all. */
    List<String> key() {
        return observed.keySet().containsAll(key) ? key : List.of();
    }

    List<Column> columns() {
        return observed.values().stream().map(Observed::column).toList();
    }

    long rows() {
        return rows;
    }
}
