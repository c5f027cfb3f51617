package io.foresnap.changelog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/**
 * Writes Avro container files record by record, already encoded. Avro owns the container, its
 * blocks and their compression; encoding our two fixed schemas by hand spares an object tree per
 * event. Equal input gives equal bytes: the sync marker comes from a seed, not from chance.
 */
public final class AvroBlocks implements AutoCloseable {

    private static final int BLOCK_BYTES = 1 << 18;

    private final DataFileWriter<Object> writer;
    private byte[] buffer = new byte[1 << 12];
    private int length;

    /**
     * @param schema of every record
     * @param level zstandard level
     * @param seed what the file is, for its sync marker
     */
    public AvroBlocks(OutputStream out, Schema schema, int level, String seed) throws IOException {
        writer = new DataFileWriter<>(new GenericDatumWriter<>(schema));
        writer.setCodec(CodecFactory.zstandardCodec(level));
        writer.setSyncInterval(BLOCK_BYTES);
        writer.create(schema, out, marker(seed));
    }

    private static byte[] marker(String seed) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Arrays.copyOf(digest.digest(seed.getBytes(StandardCharsets.UTF_8)), 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
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
        writer.appendEncoded(ByteBuffer.wrap(buffer, 0, length));
        length = 0;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
