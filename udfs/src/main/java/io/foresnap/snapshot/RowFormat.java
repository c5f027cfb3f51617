package io.foresnap.snapshot;

import io.foresnap.changelog.SegmentFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** The Avro schema of snapshot and backup files: rows in order of key. */
public final class RowFormat {

    /** Level 1: a backup waits for its writer, and JSON compresses nearly as well. */
    static final int COMPRESSION_LEVEL = 1;

    public static final Schema SCHEMA =
            SchemaBuilder.record("Row")
                    .namespace("io.foresnap")
                    .fields()
                    .name("key")
                    .type(SegmentFormat.nullOr(Schema.Type.BYTES))
                    .noDefault()
                    .name("row")
                    .type()
                    .bytesType()
                    .noDefault()
                    .requiredLong("offset")
                    .requiredLong("ts_ms")
                    .endRecord();

    private RowFormat() {}
}
