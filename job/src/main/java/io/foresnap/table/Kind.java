package io.foresnap.table;

/** What the values of a column are once they are decoded, and the Java class they then have. */
public enum Kind {
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link Integer}. */
    INT,
    /** {@link Long}. */
    LONG,
    /** {@link Float}. */
    FLOAT,
    /** {@link Double}. */
    DOUBLE,
    /** {@link java.math.BigDecimal}. */
    DECIMAL,
    /** {@link String}. */
    STRING,
    /** {@code byte[]}. */
    BYTES,
    /** {@link java.time.LocalDate}. */
    DATE,
    /** {@link java.time.LocalTime}. */
    TIME,
    /** {@link java.time.LocalDateTime}: a time without zone. */
    TIMESTAMP,
    /** {@link java.time.Instant}. */
    TIMESTAMP_TZ,
    /** {@link String}, a JSON document. */
    JSON,
    /** {@link java.util.List} of the element's class; elements may be null. */
    ARRAY
}
