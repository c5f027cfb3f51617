package io.foresnap.changelog;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;

/**
 * Writes Avro container files record by record, already encoded. Encoding our two fixed schemas by
 * hand spares an object tree per event; the container is written here as well, because Avro's own
 * writer neither lets its user say where a block ends nor takes a block that is already compressed.
 *
 * <p>Equal input gives equal bytes: the sync marker comes from a seed, not from chance, and each
 * block is compressed by itself, in one call.
 */
public final class AvroBlocks implements AutoCloseable {

    /** A block ends with the record that reaches this size, unless {@link #endBlock} came first. */
    public static final int BLOCK_BYTES = 1 << 18;

    private final OutputStream out;
    private final byte[] marker;
    private final ZstdCompressCtx zstd;
    private byte[] buffer = new byte[BLOCK_BYTES + (1 << 12)];
    private byte[] compressed = new byte[0];
    private int length;
    private long records;
    private boolean closed;

    /**
     * @param schema of every record
     * @param level zstandard level
     * @param seed what the file is, for its sync marker
     */
    public AvroBlocks(OutputStream out, Schema schema, int level, String seed) throws IOException {
        this(out, schema, level, seed, Map.of());
    }

    /**
     * @param schema of every record
     * @param level zstandard level
     * @param seed what the file is, for its sync marker
     * @param metadata further entries of the file's header
     */
    public AvroBlocks(
            OutputStream out, Schema schema, int level, String seed, Map<String, String> metadata)
            throws IOException {
        this.out = out;
        this.marker = marker(seed);
        writeHeader(schema, metadata);
        this.zstd = new ZstdCompressCtx().setLevel(level);
    }

    private static byte[] marker(String seed) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Arrays.copyOf(
                    digest.digest(seed.getBytes(StandardCharsets.UTF_8)),
                    DataFileConstants.SYNC_SIZE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void writeHeader(Schema schema, Map<String, String> metadata) throws IOException {
        Map<String, String> entries = new TreeMap<>(metadata);
        entries.put(DataFileConstants.SCHEMA, schema.toString());
        entries.put(DataFileConstants.CODEC, DataFileConstants.ZSTANDARD_CODEC);
        out.write(DataFileConstants.MAGIC);
        writeLong(entries.size());
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            writeString(entry.getKey());
            writeString(entry.getValue());
        }
        writeLong(0);
        out.write(buffer, 0, length);
        out.write(marker);
        length = 0;
    }

    private void writeString(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        writeBytes(bytes, 0, bytes.length);
    }

    /** Appends a long (zigzag, variable length). */
    public void writeLong(long value) {
        ensure(10);
        long n = (value << 1) ^ (value >> 63);
        while ((n & ~0x7FL) != 0) {
            buffer[length++] = (byte) ((n & 0x7F) | 0x80);
            n >>>= 7;
        }
        buffer[length++] = (byte) n;
    }

    /** Appends bytes or a string: its length, then itself. */
    public void writeBytes(byte[] bytes, int from, int count) {
        writeLong(count);
        ensure(count);
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
    }

    /** Appends a field of type null or bytes. */
    public void writeNullable(byte @org.jspecify.annotations.Nullable [] bytes) {
        if (bytes == null) {
            writeLong(0);
        } else {
            writeLong(1);
            writeBytes(bytes, 0, bytes.length);
        }
    }

    /** Ends a record. */
    public void endRecord() throws IOException {
        records++;
        if (length >= BLOCK_BYTES) {
            endBlock();
        }
    }

    /** Bytes of the block that has been begun, before compression; 0 between blocks. */
    public int pendingBytes() {
        return length;
    }

    /** Ends the block, if one has been begun. */
    public void endBlock() throws IOException {
        if (length == 0) {
            return;
        }
        int bound = Math.toIntExact(Zstd.compressBound(length));
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        int size = zstd.compressByteArray(compressed, 0, compressed.length, buffer, 0, length);
        length = 0;
        writeBlock(records, compressed, 0, size);
        records = 0;
    }

    /**
     * Appends a whole block as another file of the same schema and compression level has it. Only
     * between blocks.
     */
    public void copyBlock(long count, byte[] block, int from, int size) throws IOException {
        if (length != 0) {
            throw new IllegalStateException("a block has been begun");
        }
        writeBlock(count, block, from, size);
    }

    private void writeBlock(long count, byte[] block, int from, int size) throws IOException {
        writeLong(count);
        writeLong(size);
        out.write(buffer, 0, length);
        length = 0;
        out.write(block, from, size);
        out.write(marker);
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            long wanted = Math.max(buffer.length * 2L, (long) length + more);
            buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, Integer.MAX_VALUE - 64));
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (zstd) {
            endBlock();
        }
        out.close();
    }
}
