package io.foresnap.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns from the schema that Kafka's JSON converter writes beside the payload when schemas are
 * enabled. Debezium names its semantic types there.
 */
final class DebeziumSchema {

    private static final String CONNECT = "org.apache.kafka.connect.data.";
    private static final String TIME = "io.debezium.time.";
    private static final String DATA = "io.debezium.data.";

    /** The columns of a row; null where the schema is not that of a change event. */
    static @Nullable List<Column> columns(JsonNode envelopeSchema) {
        for (JsonNode part : envelopeSchema.path("fields")) {
            String field = part.path("field").asText();
            if (("after".equals(field) || "before".equals(field)) && part.has("fields")) {
                return fields(part);
            }
        }
        return null;
    }

    private static List<Column> fields(JsonNode struct) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode field : struct.get("fields")) {
            String name = field.path("field").asText();
            boolean notNull = !field.path("optional").asBoolean(true);
            columns.add(column(name, field).notNull(notNull));
        }
        return columns;
    }

    /** The names of a key's fields. */
    static List<String> names(JsonNode keySchema) {
        List<String> names = new ArrayList<>();
        keySchema.path("fields").forEach(field -> names.add(field.path("field").asText()));
        return names;
    }

    private static Column column(String name, JsonNode schema) {
        String semantic = schema.path("name").asText("");
        Column known =
                semantic.startsWith(TIME)
                        ? time(name, semantic.substring(TIME.length()))
                        : named(name, semantic, schema.path("parameters"));
        return known != null ? known : plain(name, schema);
    }

    private static @Nullable Column named(String name, String semantic, JsonNode parameters) {
        return switch (semantic) {
            case CONNECT + "Decimal" ->
                    Column.of(name, Kind.DECIMAL, Encoding.BASE64)
                            .digits(
                                    parameters.path("connect.decimal.precision").asInt(0),
                                    parameters.path("scale").asInt(0));
            case CONNECT + "Date" -> Column.of(name, Kind.DATE, Encoding.DAYS);
            case CONNECT + "Time" -> Column.of(name, Kind.TIME, Encoding.MILLIS);
            case CONNECT + "Timestamp" -> Column.of(name, Kind.TIMESTAMP, Encoding.MILLIS);
            case DATA + "VariableScaleDecimal" -> Column.of(name, Kind.DECIMAL, Encoding.BASE64);
            case DATA + "Json" -> Column.of(name, Kind.JSON, Encoding.STRING);
            case DATA + "Uuid" -> Column.of(name, Kind.STRING, Encoding.PLAIN).sql("uuid");
            default -> null;
        };
    }

    private static @Nullable Column time(String name, String semantic) {
        return switch (semantic) {
            case "Date" -> Column.of(name, Kind.DATE, Encoding.DAYS);
            case "Time" -> Column.of(name, Kind.TIME, Encoding.MILLIS);
            case "MicroTime" -> Column.of(name, Kind.TIME, Encoding.MICROS);
            case "NanoTime" -> Column.of(name, Kind.TIME, Encoding.NANOS);
            case "Timestamp" -> Column.of(name, Kind.TIMESTAMP, Encoding.MILLIS);
            case "MicroTimestamp" -> Column.of(name, Kind.TIMESTAMP, Encoding.MICROS);
            case "NanoTimestamp" -> Column.of(name, Kind.TIMESTAMP, Encoding.NANOS);
            case "ZonedTimestamp" -> Column.of(name, Kind.TIMESTAMP_TZ, Encoding.STRING);
            case "IsoDate" -> Column.of(name, Kind.DATE, Encoding.STRING);
            case "IsoTime" -> Column.of(name, Kind.TIME, Encoding.STRING);
            case "IsoTimestamp" -> Column.of(name, Kind.TIMESTAMP, Encoding.STRING);
            default -> null;
        };
    }

    private static Column plain(String name, JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "boolean" -> Column.of(name, Kind.BOOLEAN, Encoding.PLAIN);
            case "int8", "int16", "int32" -> Column.of(name, Kind.INT, Encoding.PLAIN);
            case "int64" -> Column.of(name, Kind.LONG, Encoding.PLAIN);
            case "float" -> Column.of(name, Kind.FLOAT, Encoding.PLAIN);
            case "double" -> Column.of(name, Kind.DOUBLE, Encoding.PLAIN);
            case "string" -> Column.of(name, Kind.STRING, Encoding.PLAIN);
            case "bytes" -> Column.of(name, Kind.BYTES, Encoding.BASE64);
            case "array" -> Column.arrayOf(column(name, schema.path("items")));
            case "struct", "map" -> Column.of(name, Kind.JSON, Encoding.PLAIN);
            default -> Column.guessed(name, Kind.STRING, Encoding.MIXED);
        };
    }

    private DebeziumSchema() {}
}
