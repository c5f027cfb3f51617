package io.foresnap.snapshot;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.util.ZstdVersion;
import io.foresnap.changelog.AvroBlockReader;
import io.foresnap.changelog.SegmentFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** The Avro schema of snapshot and backup files: rows in order of key; and where blocks end. */
public final class RowFormat {

    /** Level 1: a backup waits for its writer, and JSON compresses nearly as well. */
    static final int COMPRESSION_LEVEL = 1;

    /** No block but the last is smaller. */
    static final int LEAST_BLOCK_BYTES = 1 << 14;

    /** From there on, a block ends with the next row at these odds a byte. */
    static final int FURTHER_BLOCK_BYTES = 3 << 14;

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

    private static final String WRITER = "foresnap.rows";

    /** Everything the bytes of a block depend on, apart from its rows. */
    private static final String THIS_WRITER =
            "1 zstd " + zstdVersion() + " level " + COMPRESSION_LEVEL;

    static final Map<String, String> METADATA = Map.of(WRITER, THIS_WRITER);

    /** The version at run time; the compiler would copy the constant of the version it sees. */
    private static String zstdVersion() {
        try {
            return String.valueOf(ZstdVersion.class.getField("VERSION").get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("zstd-jni does not tell its version", e);
        }
    }

    /** Whether this very writer would make the same blocks of the file's rows. */
    static boolean isOurs(AvroBlockReader file) {
        return file.text(WRITER, "").equals(THIS_WRITER);
    }

    static byte[] compress(byte[] rows) {
        return Zstd.compress(rows, COMPRESSION_LEVEL);
    }

    private RowFormat() {}
}
