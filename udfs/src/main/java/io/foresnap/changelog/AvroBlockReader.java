package io.foresnap.changelog;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Avro container block by block, compressed as the blocks are, which Avro's own reader
 * does not give out. Containers with another codec than zstandard are left to Avro's reader.
 */
public final class AvroBlockReader implements AutoCloseable {

    private final InputStream in;
    private final Map<String, byte[]> metadata = new HashMap<>();
    private final byte[] marker;
    private final Schema schema;
    private final @Nullable DataFileStream<Object> otherCodec;
    private final BlockInflater inflater;
    private byte[] block = new byte[0];
    private long records;

    /**
     * Reads the header.
     *
     * @param in the whole file; closed with this reader
     */
    public AvroBlockReader(InputStream in) throws IOException {
        this.in = in.markSupported() ? in : new BufferedInputStream(in, 1 << 16);
        Recorder header = new Recorder(this.in);
        if (!Arrays.equals(exactly(header, 4), DataFileConstants.MAGIC)) {
            throw new IOException("not an Avro container");
        }
        for (long entries = readLong(header); entries != 0; entries = readLong(header)) {
            if (entries < 0) {
                readLong(header); // Its size, for those who would skip it.
            }
            for (long i = Math.abs(entries); i > 0; i--) {
                String name = new String(field(header), StandardCharsets.UTF_8);
                metadata.put(name, field(header));
            }
        }
        marker = exactly(header, DataFileConstants.SYNC_SIZE);
        schema = new Schema.Parser().parse(text(DataFileConstants.SCHEMA, ""));
        otherCodec =
                text(DataFileConstants.CODEC, "null").equals(DataFileConstants.ZSTANDARD_CODEC)
                        ? null
                        : new DataFileStream<>(
                                new SequenceInputStream(
                                        header.replay(), CloseShieldInputStream.wrap(this.in)),
                                new GenericDatumReader<>());
        inflater = new BlockInflater();
    }

    /** The schema of the records. */
    public Schema schema() {
        return schema;
    }

    /** An entry of the header. */
    public String text(String name, String otherwise) {
        byte[] value = metadata.get(name);
        return value == null ? otherwise : new String(value, StandardCharsets.UTF_8);
    }

    /** Goes to the next block that has records; false at the end of the file. */
    public boolean next() throws IOException {
        if (otherCodec != null) {
            return nextOfOtherCodec(otherCodec);
        }
        do {
            if (isAtEnd()) {
                return false;
            }
            records = readLong(in);
            block = field(in);
            if (!Arrays.equals(exactly(in, marker.length), marker)) {
                throw new IOException("a block does not end where it should");
            }
            if (records < 0) {
                throw new IOException("a block claims " + records + " records");
            }
        } while (records == 0);
        return true;
    }

    private boolean nextOfOtherCodec(DataFileStream<Object> file) throws IOException {
        if (!file.hasNext()) {
            return false;
        }
        ByteBuffer content = file.nextBlock();
        records = file.getBlockCount();
        // The codec may reuse its buffer.
        block = new byte[content.remaining()];
        content.get(block);
        return true;
    }

    /** Whether nothing follows the block. */
    public boolean isAtEnd() throws IOException {
        in.mark(1);
        boolean end = in.read() < 0;
        if (!end) {
            in.reset();
        }
        return end;
    }

    /** Records of the block. */
    public long records() {
        return records;
    }

    /** Whether {@link #block} is compressed with zstandard; otherwise it is not compressed. */
    public boolean isCompressed() {
        return otherCodec == null;
    }

    /** The block as it stands in the file, in an array of its own. */
    public byte[] block() {
        return block;
    }

    /** The block's records, in an array of their own. */
    public byte[] content() throws IOException {
        return isCompressed() ? inflater.inflate(block, 0, block.length) : block;
    }

    /**
     * The same in an array that is given, where it is large enough: for readers that keep nothing.
     */
    ByteBuffer content(byte[] spare) throws IOException {
        return isCompressed()
                ? inflater.inflate(block, 0, block.length, spare)
                : ByteBuffer.wrap(block);
    }

    private static byte[] field(InputStream in) throws IOException {
        long size = readLong(in);
        if (size < 0 || size > Integer.MAX_VALUE - 64) {
            throw new IOException("a field claims " + size + " bytes");
        }
        return exactly(in, (int) size);
    }

    /** Grows with what comes, so that a damaged length takes no memory. */
    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new IOException("it ends early");
        }
        return bytes;
    }

    private static long readLong(InputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("it ends early");
            }
            value |= (b & 0x7FL) << shift;
            if (b < 0x80) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IOException("a number is too long");
    }

    @Override
    public void close() throws IOException {
        inflater.close();
        if (otherCodec != null) {
            otherCodec.close();
        }
        in.close();
    }

    /** Keeps what was read of the header, for a reader that begins again. */
    private static final class Recorder extends InputStream {

        private final InputStream in;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Recorder(InputStream in) {
            this.in = in;
        }

        InputStream replay() {
            return new ByteArrayInputStream(kept.toByteArray());
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) {
                kept.write(b);
            }
            return b;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            int n = in.read(into, from, count);
            if (n > 0) {
                kept.write(into, from, n);
            }
            return n;
        }
    }
}
