package io.foresnap.changelog;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** The Avro schema of a segment file. */
public final class SegmentFormat {

    /** Level 3 is zstandard's own default: segments are written once and kept for weeks. */
    static final int COMPRESSION_LEVEL = 3;

    public static final Schema SCHEMA =
            SchemaBuilder.record("ChangeEvent")
                    .namespace("io.foresnap")
                    .fields()
                    .requiredLong("offset")
                    .requiredLong("ts_ms")
                    .requiredString("op")
                    .name("key")
                    .type(nullOr(Schema.Type.BYTES))
                    .noDefault()
                    .name("before")
                    .type(nullOr(Schema.Type.BYTES))
                    .noDefault()
                    .name("after")
                    .type(nullOr(Schema.Type.BYTES))
                    .noDefault()
                    .name("tx")
                    .type(nullOr(Schema.Type.STRING))
                    .noDefault()
                    .name("lsn")
                    .type(nullOr(Schema.Type.LONG))
                    .noDefault()
                    .endRecord();

    /** A field that may be absent; null comes first, as the encoders here count on. */
    public static Schema nullOr(Schema.Type type) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(type));
    }

    private SegmentFormat() {}
}
