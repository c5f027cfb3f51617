package io.foresnap.export;

import java.util.Locale;

/** A format that rows are written in. */
public enum Format {
    /** {@code {"key":…,"row":…}} lines, keys and rows byte for byte as they were received. */
    JSONL,
    /** RFC 4180 with a header: a null is an empty field, every other value is quoted. */
    CSV,
    /** Apache Parquet, compressed with Zstandard. */
    PARQUET;

    /** A file name's end. */
    public String extension() {
        return "." + label();
    }

    /** What users call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
