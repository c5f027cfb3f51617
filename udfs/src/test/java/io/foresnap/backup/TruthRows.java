package io.foresnap.backup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.archive.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Brings Debezium's encodings and PostgreSQL's row_to_json to one text form, by column type. */
public final class TruthRows {

    public static List<String> expected(ObjectMapper json, Path file, JsonNode columns)
            throws IOException {
        ObjectMapper exact = json.copy().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        List<String> rows = new ArrayList<>();
        try (JsonLines lines = JsonLines.open(file)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                JsonNode row = exact.readTree(line);
                TreeMap<String, String> text = new TreeMap<>();
                for (JsonNode column : columns.get("columns")) {
                    String name = column.get("name").asText();
                    JsonNode value = row.get(name);
                    text.put(
                            name,
                            value == null || value.isNull()
                                    ? "null"
                                    : ofTruth(column.get("type").asText(), value));
                }
                rows.add(text.toString());
            }
        }
        rows.sort(null);
        return rows;
    }

    private static String ofTruth(String type, JsonNode value) {
        if (type.startsWith("numeric")) {
            return value.decimalValue().stripTrailingZeros().toPlainString();
        }
        return switch (type) {
            case "timestamp with time zone" ->
                    OffsetDateTime.parse(value.asText()).toInstant().toString();
            case "timestamp without time zone" ->
                    LocalDateTime.parse(value.asText()).toInstant(ZoneOffset.UTC).toString();
            case "jsonb" -> value.toString();
            default -> value.asText();
        };
    }

    public static String ofEvent(ObjectMapper json, byte[] bytes, JsonNode columns) {
        try {
            JsonNode row = json.readTree(new String(bytes, StandardCharsets.UTF_8));
            TreeMap<String, String> text = new TreeMap<>();
            for (JsonNode column : columns.get("columns")) {
                String name = column.get("name").asText();
                JsonNode value = row.get(name);
                text.put(
                        name,
                        value == null || value.isNull()
                                ? "null"
                                : ofEvent(json, column.get("type").asText(), value));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ofEvent(ObjectMapper json, String type, JsonNode value)
            throws IOException {
        if (type.startsWith("numeric")) {
            int scale = Integer.parseInt(type.replaceAll(".*,(\\d+)\\).*", "$1"));
            byte[] unscaled = Base64.getDecoder().decode(value.asText());
            return new BigDecimal(new BigInteger(unscaled), scale)
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return switch (type) {
            case "timestamp with time zone" ->
                    OffsetDateTime.parse(value.asText()).toInstant().toString();
            case "timestamp without time zone" ->
                    Instant.EPOCH.plus(value.asLong(), ChronoUnit.MICROS).toString();
            case "bytea" ->
                    "\\x" + HexFormat.of().formatHex(Base64.getDecoder().decode(value.asText()));
            case "jsonb" ->
                    json.copy()
                            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                            .readTree(value.asText())
                            .toString();
            default -> value.asText();
        };
    }

    private TruthRows() {}
}
