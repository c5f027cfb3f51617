package io.foresnap.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decodes values as connectors write them. What would come out changed is refused. */
final class Decoder {

    /** Digits that tell any two floats, or doubles, apart. */
    private static final int FLOAT_DIGITS = 9;

    private static final int DOUBLE_DIGITS = 17;

    private static final ObjectMapper EXACT =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    /** What is wrong with a value. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Decodes a value that is not null into the class its column's kind says. */
    static Object decode(Column column, JsonValue value) throws UnfitValueException {
        try {
            return decoded(column, value);
        } catch (Wrong e) {
            throw unfit(column, value, Objects.requireNonNullElse(e.getMessage(), ""));
        } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException e) {
            throw unfit(column, value, "");
        }
    }

    private static UnfitValueException unfit(Column column, JsonValue value, String reason) {
        return new UnfitValueException(column.name(), column.typeName(), value.text(), reason);
    }

    private static Object decoded(Column column, JsonValue value) {
        return switch (column.kind()) {
            case BOOLEAN -> "true".equals(plain(value, JsonValue.Type.BOOLEAN));
            case INT -> Integer.parseInt(plain(value, JsonValue.Type.NUMBER));
            case LONG -> Long.parseLong(plain(value, JsonValue.Type.NUMBER));
            case FLOAT -> floating(value);
            case DOUBLE -> doubling(value);
            case DECIMAL -> decimal(column, value);
            case STRING ->
                    column.encoding() == Encoding.MIXED
                            ? value.text()
                            : plain(value, JsonValue.Type.STRING);
            case JSON -> value.text();
            case BYTES -> bytes(column.encoding(), plain(value, JsonValue.Type.STRING));
            case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> time(column, value);
            case ARRAY -> array(column, plain(value, JsonValue.Type.ARRAY));
        };
    }

    private static String plain(JsonValue value, JsonValue.Type type) {
        if (value.type() != type) {
            throw new Wrong(
                    "it is a JSON " + value.type().name().toLowerCase(java.util.Locale.ROOT));
        }
        return value.text();
    }

    private static Float floating(JsonValue value) {
        if (isNotFinite(value)) {
            return Float.parseFloat(value.text());
        }
        String text = plain(value, JsonValue.Type.NUMBER);
        float parsed = Float.parseFloat(text);
        if (Float.isInfinite(parsed) || changed(text, parsed, FLOAT_DIGITS)) {
            throw new Wrong("it would be rounded");
        }
        return parsed;
    }

    private static Double doubling(JsonValue value) {
        if (isNotFinite(value)) {
            return Double.parseDouble(value.text());
        }
        String text = plain(value, JsonValue.Type.NUMBER);
        double parsed = Double.parseDouble(text);
        if (Double.isInfinite(parsed) || changed(text, parsed, DOUBLE_DIGITS)) {
            throw new Wrong("it would be rounded");
        }
        return parsed;
    }

    /** JSON has no such numbers: connectors write them as strings. */
    private static boolean isNotFinite(JsonValue value) {
        return value.type() == JsonValue.Type.STRING
                && List.of("NaN", "Infinity", "-Infinity").contains(value.text());
    }

    /** Whether a binary number is another one than the decimal text it was read from. */
    static boolean changed(String text, double parsed, int digits) {
        if (text.length() <= digits && parsed != 0) {
            return false;
        }
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        return exact.precision() > digits && exact.compareTo(new BigDecimal(parsed)) != 0
                || parsed == 0 && exact.signum() != 0;
    }

    private static BigDecimal decimal(Column column, JsonValue value) {
        BigDecimal decimal =
                switch (value.type()) {
                    case NUMBER -> new BigDecimal(value.text());
                    case STRING -> decimalOf(column, value.text());
                    case OBJECT -> variableScale(value.text());
                    default -> throw new Wrong("it is no number");
                };
        return column.scale() < 0 ? decimal : fitted(column, decimal);
    }

    private static BigDecimal decimalOf(Column column, String text) {
        if (column.encoding() != Encoding.BASE64) {
            return new BigDecimal(text);
        }
        if (column.scale() < 0) {
            throw new Wrong("its scale is not known");
        }
        if (text.isEmpty() || text.indexOf('.') >= 0 || text.indexOf('-') >= 0) {
            throw new Wrong("it is not Base64; decimals as text need \"encoding\": \"string\"");
        }
        return new BigDecimal(new BigInteger(Base64.getDecoder().decode(text)), column.scale());
    }

    private static BigDecimal fitted(Column column, BigDecimal decimal) {
        BigDecimal fitted;
        try {
            fitted = decimal.setScale(column.scale());
        } catch (ArithmeticException e) {
            throw new Wrong("it has more than " + column.scale() + " digits behind the point");
        }
        if (column.precision() > 0
                && fitted.signum() != 0
                && fitted.precision() > column.precision()) {
            throw new Wrong(
                    "it has more than "
                            + column.precision()
                            + " digits: "
                            + fitted.toPlainString());
        }
        return fitted;
    }

    /** {@code {"scale": 2, "value": "…"}}. */
    static BigDecimal variableScale(String text) {
        JsonNode node = tree(text);
        if (node.size() != 2
                || !node.path("scale").isInt() && !node.path("scale").isBigInteger()
                || !node.path("value").isTextual()) {
            throw new Wrong("it is no {\"scale\", \"value\"}");
        }
        byte[] unscaled = Base64.getDecoder().decode(node.get("value").asText());
        return new BigDecimal(new BigInteger(unscaled), node.get("scale").intValue());
    }

    static @Nullable BigDecimal variableScaleOrNull(String text) {
        try {
            return variableScale(text);
        } catch (Wrong | IllegalArgumentException notThat) {
            return null;
        }
    }

    private static byte[] bytes(Encoding encoding, String text) {
        return encoding == Encoding.HEX
                ? HexFormat.of().parseHex(text)
                : Base64.getDecoder().decode(text);
    }

    private static Object time(Column column, JsonValue value) {
        if (value.type() == JsonValue.Type.STRING) {
            return switch (column.kind()) {
                case DATE -> Times.date(value.text());
                case TIME -> Times.time(value.text());
                case TIMESTAMP -> Times.timestamp(value.text());
                default -> Times.instant(value.text());
            };
        }
        if (column.encoding() == Encoding.STRING) {
            throw new Wrong("it is no text");
        }
        long number = Long.parseLong(plain(value, JsonValue.Type.NUMBER));
        return switch (column.kind()) {
            case DATE -> Times.date(number);
            case TIME -> Times.time(column.encoding(), number);
            case TIMESTAMP -> Times.timestamp(column.encoding(), number);
            default -> Times.instant(column.encoding(), number);
        };
    }

    private static List<@Nullable Object> array(Column column, String text) {
        Column element = Objects.requireNonNull(column.element());
        List<@Nullable Object> values = new ArrayList<>();
        for (JsonNode node : tree(text)) {
            values.add(node.isNull() ? null : decoded(element, JsonValue.of(node)));
        }
        return values;
    }

    private static JsonNode tree(String text) {
        try {
            return EXACT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Wrong("it is not JSON");
        }
    }

    private Decoder() {}
}
