package io.foresnap.table;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types of tables' columns, from a file of one of two kinds.
 *
 * <p>A <em>column file</em> is a JSON object {@code {"public.orders": {"columns": [{"name":
 * "amount", "type": "numeric(12,2)", "not_null": true, "encoding": "string"}, …], "pk": ["id"]},
 * …}}: the table by its id or by its bare name, the SQL type as the source database calls it;
 * {@code not_null}, {@code encoding} and {@code pk} may be left out, other fields are ignored.
 *
 * <p>Or Debezium messages with schemas, one JSON object after another, as values or as {@code
 * {"key": …, "value": …}}; of each table the last schema counts.
 */
public final class ColumnFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, DeclaredTable> tables = new HashMap<>();

    private ColumnFile(Path file) {
        this.file = file;
    }

    /** Reads a file; an {@link IOException} says what is wrong with it and where. */
    public static ColumnFile read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("--columns: " + file + " is a folder");
        }
        ColumnFile columns = new ColumnFile(file);
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            while (parser.nextToken() != null) {
                columns.add(JSON.readTree(parser));
            }
        } catch (java.io.FileNotFoundException | NoSuchFileException e) {
            throw new IOException("--columns: no such file: " + file, e);
        } catch (JsonProcessingException e) {
            throw columns.wrong(
                    "is not JSON at line "
                            + e.getLocation().getLineNr()
                            + ": "
                            + e.getOriginalMessage().replaceAll("\\s*\\(start marker.*", ""));
        }
        if (columns.tables.isEmpty()) {
            throw columns.wrong("describes no table");
        }
        return columns;
    }

    /** What was declared about a table; an error where the file does not describe it. */
    public DeclaredTable table(String id) throws IOException {
        DeclaredTable found = tables.get(id);
        if (found == null) {
            found = tables.get(id.substring(id.lastIndexOf('.') + 1));
        }
        if (found == null) {
            throw wrong("does not describe table " + id);
        }
        return found;
    }

    private void add(JsonNode root) throws IOException {
        JsonNode value = root.path("value").isObject() ? root.get("value") : root;
        if (value.path("schema").isObject()) {
            addMessage(root.path("key"), value);
        } else if (value != root || value.has("op")) {
            if (!value.has("op")) {
                throw wrong("holds messages without schemas");
            }
            throw wrong("holds change events without schemas, which tell no types");
        } else if (root.isObject()) {
            for (Map.Entry<String, JsonNode> table : root.properties()) {
                tables.put(table.getKey(), declared(table.getKey(), table.getValue()));
            }
        } else {
            throw wrong("must hold a JSON object of tables");
        }
    }

    private void addMessage(JsonNode key, JsonNode value) {
        List<Column> columns = DebeziumSchema.columns(value.get("schema"));
        JsonNode source = value.path("payload").path("source");
        if (columns == null || !source.has("table")) {
            return; // A tombstone, or no change event.
        }
        String space = source.path("schema").asText(source.path("db").asText(""));
        List<String> names = DebeziumSchema.names(key.path("schema"));
        tables.put(
                (space.isEmpty() ? "" : space + ".") + source.get("table").asText(),
                new DeclaredTable(columns, names));
    }

    private DeclaredTable declared(String table, JsonNode node) throws IOException {
        if (!node.path("columns").isArray()) {
            throw wrong("has no list \"columns\" for table " + table);
        }
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode column : node.get("columns")) {
            String name = text(column, "name");
            String type = text(column, "type");
            if (name == null || type == null) {
                throw wrong("has a column without \"name\" and \"type\" in table " + table);
            }
            if (!names.add(name)) {
                throw wrong("describes column " + name + " of table " + table + " twice");
            }
            columns.add(column(table, name, type, column));
        }
        List<String> key = new ArrayList<>();
        for (JsonNode part : node.path("pk")) {
            if (!names.contains(part.asText())) {
                throw wrong("has no column " + part.asText() + " for the \"pk\" of " + table);
            }
            key.add(part.asText());
        }
        return new DeclaredTable(List.copyOf(columns), List.copyOf(key));
    }

    private Column column(String table, String name, String type, JsonNode node)
            throws IOException {
        try {
            String encoding = text(node, "encoding");
            return SqlTypes.parse(name, type, encoding == null ? null : Encoding.of(encoding))
                    .notNull(node.path("not_null").asBoolean(false));
        } catch (IllegalArgumentException e) {
            throw wrong("column " + name + " of table " + table + ": " + e.getMessage());
        }
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || !value.isTextual() ? null : value.asText();
    }

    private IOException wrong(String what) {
        return new IOException("--columns: " + file + " " + what);
    }
}
