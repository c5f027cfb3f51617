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
                    .type()
                    .unionOf()
                    .nullType()
                    .and()
                    .bytesType()
                    .endUnion()
                    .noDefault()
                    .name("before")
                    .type()
                    .unionOf()
                    .nullType()
                    .and()
                    .bytesType()
                    .endUnion()
                    .noDefault()
                    .name("after")
                    .type()
                    .unionOf()
                    .nullType()
                    .and()
                    .bytesType()
                    .endUnion()
                    .noDefault()
                    .name("tx")
                    .type()
                    .unionOf()
                    .nullType()
                    .and()
                    .stringType()
                    .endUnion()
                    .noDefault()
                    .name("lsn")
                    .type()
                    .unionOf()
                    .nullType()
                    .and()
                    .longType()
                    .endUnion()
                    .noDefault()
                    .endRecord();

    private SegmentFormat() {}
}
