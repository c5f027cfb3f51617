package io.foresnap.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decoded values as text: decimals without exponent, dates and times in ISO 8601 (with {@code Z}
 * where they are instants), bytes in Base64, arrays as JSON.
 */
public final class PlainText {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A value as text; null stays null. */
    public static @Nullable String of(@Nullable Object value) {
        return value == null ? null : text(value);
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof LocalTime time) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        }
        if (value instanceof LocalDateTime time) {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
        }
        return value instanceof List<?> list ? json(list) : value.toString();
    }

    private static String json(List<?> list) {
        ArrayNode array = JSON.createArrayNode();
        for (Object element : list) {
            if (element instanceof Boolean bool) {
                array.add(bool);
            } else if (element instanceof Integer || element instanceof Long) {
                array.add(((Number) element).longValue());
            } else {
                array.add(of(element));
            }
        }
        return array.toString();
    }

    private PlainText() {}
}
