package io.foresnap.connect;

import io.foresnap.archive.MalformedEventException;
import io.foresnap.changelog.JsonRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which columns make a table's key. The sink writes values only, so a row's key is put together
 * from its columns, as Debezium would have written it.
 */
public final class KeyColumns {

    private final Map<String, List<String>> byTable = new HashMap<>();
    private @Nullable List<String> others;

    /**
     * Parses what a user gave: {@code id,line} for every table, {@code public.orders=region,id} for
     * one, {@code public.history=} for one without key.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    public static KeyColumns parse(List<String> texts) {
        KeyColumns keys = new KeyColumns();
        for (String text : texts) {
            int equals = text.indexOf('=');
            List<String> columns = columns(text, text.substring(equals + 1));
            if (equals >= 0) {
                if (keys.byTable.put(text.substring(0, equals), columns) != null) {
                    throw new IllegalArgumentException(
                            "table " + text.substring(0, equals) + " is given twice");
                }
            } else if (keys.others != null || columns.isEmpty()) {
                throw new IllegalArgumentException(
                        "columns for all tables must be given once: '" + text + "'");
            } else {
                keys.others = columns;
            }
        }
        return keys;
    }

    private static List<String> columns(String whole, String list) {
        if (list.isEmpty()) {
            return List.of();
        }
        List<String> columns = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
        if (columns.contains("")) {
            throw new IllegalArgumentException("a column's name is empty: '" + whole + "'");
        }
        return columns;
    }

    /**
     * The key of a row.
     *
     * @param row JSON; null where the event holds none
     * @return JSON; null for a table without key
     * @throws MalformedEventException where the row has no such columns
     */
    byte @Nullable [] keyOf(String table, byte @Nullable [] row) throws IOException {
        List<String> columns = columnsOf(table);
        if (columns.isEmpty()) {
            return null;
        }
        if (row == null) {
            throw new MalformedEventException(
                    "the event of " + table + " has no row to take the key from");
        }
        JsonRow json = JsonRow.parse(row, 0, row.length);
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        for (String name : columns) {
            JsonRow.Column column = json.column(name);
            if (column == null || row[column.from()] == 'n') {
                throw new MalformedEventException(
                        "a row of "
                                + table
                                + (column == null ? " has no column " : " has a null in column ")
                                + name
                                + ", which --key-columns names");
            }
            key.write(key.size() == 0 ? '{' : ',');
            key.write(row, column.nameFrom(), column.to() - column.nameFrom());
        }
        key.writeBytes("}".getBytes(StandardCharsets.UTF_8));
        return key.toByteArray();
    }

    private List<String> columnsOf(String table) throws MalformedEventException {
        List<String> columns = byTable.get(table);
        if (columns == null) {
            columns = byTable.get(table.substring(table.lastIndexOf('.') + 1));
        }
        if (columns == null) {
            columns = others;
        }
        if (columns == null) {
            throw new MalformedEventException("--key-columns does not say the key of " + table);
        }
        return columns;
    }
}
