package io.foresnap.table;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a connector writes a value into JSON. A column file calls them by lower-case name. */
public enum Encoding {
    /** As JSON's own boolean, number, string, object or array. */
    PLAIN,
    /** As text: a decimal number, an ISO-8601 date or time, a JSON document in a string. */
    STRING,
    /** Bytes, or a number's unscaled value in two's complement, in Base64. */
    BASE64,
    /** Bytes in hexadecimal digits. */
    HEX,
    /** Days since 1970-01-01. */
    DAYS,
    /** Milliseconds since midnight or 1970. */
    MILLIS,
    /** Microseconds since midnight or 1970. */
    MICROS,
    /** Nanoseconds since midnight or 1970. */
    NANOS,
    /** Any JSON value, taken as its text: where a column held values of several kinds. */
    MIXED;

    /** By the name a column file uses. */
    static Encoding of(String name) {
        for (Encoding encoding : values()) {
            if (encoding != MIXED && encoding.label().equals(name)) {
                return encoding;
            }
        }
        String known =
                Arrays.stream(values())
                        .filter(e -> e != MIXED)
                        .map(Encoding::label)
                        .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "unknown encoding '" + name + "' (known are " + known + ")");
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
