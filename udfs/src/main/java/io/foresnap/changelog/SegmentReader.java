package io.foresnap.changelog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.avro.Schema;

/** Reads segments, verifies their checksum and sorts them into runs. */
public final class SegmentReader {

    private final Placeholders placeholders;

    /**
     * @param placeholders how the source marks unchanged columns
     */
    public SegmentReader(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /**
     * Reads a segment from durable storage.
     *
     * @throws DamagedFileException when its bytes are not what its name says
     */
    public Run read(Storage storage, SegmentFile file) throws IOException {
        return decode(file, storage.readAll(file.path(), file.bytes()));
    }

    /** Verifies and decodes a segment's bytes. */
    public Run decode(SegmentFile file, byte[] bytes) throws IOException {
        return decode(file, bytes, Pace.UNHURRIED);
    }

    /**
     * Verifies and decodes a segment's bytes.
     *
     * @param pace asked before each block, and before they are sorted
     */
    public Run decode(SegmentFile file, byte[] bytes, Pace pace) throws IOException {
        verify(file.path(), file.name().crc32c(), bytes);
        EventDecoder decoder = new EventDecoder(file, placeholders, bytes.length);
        walk(
                file.path(),
                SegmentFormat.SCHEMA,
                bytes,
                at -> {
                    ByteBuffer block = at.content(decoder.spare());
                    pace.next(block.remaining());
                    decoder.block(block, at.records(), at.block().length);
                });
        pace.next(0);
        return decoder.run(pace);
    }

    /** Throws unless the bytes have the checksum. */
    public static void verify(String path, int expected, byte[] bytes) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        if ((int) crc.getValue() != expected) {
            throw new DamagedFileException(
                    path,
                    String.format(
                            "its checksum is %08x, its name says %08x",
                            (int) crc.getValue(), expected));
        }
    }

    /** Hands over every decompressed block of an Avro container with its number of records. */
    public static void forEachBlock(String path, Schema schema, byte[] bytes, BlockReader reader)
            throws IOException {
        walk(path, schema, bytes, at -> reader.read(at.content(), at.records()));
    }

    private static void walk(String path, Schema schema, byte[] bytes, Step step)
            throws IOException {
        try (AvroBlockReader file = new AvroBlockReader(new ByteArrayInputStream(bytes))) {
            if (!file.schema().equals(schema)) {
                throw new DamagedFileException(path, "its schema is not " + schema.getFullName());
            }
            while (file.next()) {
                step.at(file);
            }
        } catch (RunTooLargeException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        } catch (DamagedFileException | InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DamagedFileException(path, String.valueOf(e.getMessage()), e);
        }
    }

    /** Takes the block at which a reader stands. */
    @FunctionalInterface
    private interface Step {
        void at(AvroBlockReader block) throws IOException;
    }

    /** Takes a block. */
    @FunctionalInterface
    public interface BlockReader {
        /** Reads {@code records} records from the block. */
        void read(byte[] block, long records) throws IOException;
    }
}
