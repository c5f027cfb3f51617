package io.foresnap.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.changelog.JsonRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A column's value as it stands in a row's JSON.
 *
 * @param type of JSON
 * @param text a string's content; of everything else the JSON as it was received
 */
record JsonValue(Type type, String text) {

    enum Type {
        NULL,
        BOOLEAN,
        NUMBER,
        STRING,
        OBJECT,
        ARRAY
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    static JsonValue of(JsonRow row, JsonRow.Column column) throws IOException {
        byte[] data = row.data();
        int from = column.from();
        int length = column.to() - from;
        return switch (data[from]) {
            case 'n' -> new JsonValue(Type.NULL, "null");
            case 't', 'f' -> new JsonValue(Type.BOOLEAN, utf8(data, from, length));
            case '"' -> new JsonValue(Type.STRING, string(data, from, length));
            case '{' -> new JsonValue(Type.OBJECT, utf8(data, from, length));
            case '[' -> new JsonValue(Type.ARRAY, utf8(data, from, length));
            default -> new JsonValue(Type.NUMBER, utf8(data, from, length));
        };
    }

    /** An element of an array. */
    static JsonValue of(JsonNode node) {
        Type type =
                switch (node.getNodeType()) {
                    case BOOLEAN -> Type.BOOLEAN;
                    case NUMBER -> Type.NUMBER;
                    case STRING -> Type.STRING;
                    case OBJECT -> Type.OBJECT;
                    case ARRAY -> Type.ARRAY;
                    case BINARY, MISSING, NULL, POJO -> Type.NULL;
                };
        return new JsonValue(type, type == Type.STRING ? node.asText() : node.toString());
    }

    private static String string(byte[] data, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            if (data[i] == '\\') {
                return JSON.readValue(data, from, length, String.class);
            }
        }
        return utf8(data, from + 1, length - 2);
    }

    private static String utf8(byte[] data, int from, int length) {
        return new String(data, from, length, StandardCharsets.UTF_8);
    }
}
