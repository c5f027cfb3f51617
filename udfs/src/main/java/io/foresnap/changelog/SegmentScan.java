package io.foresnap.changelog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.hadoop.fs.Path;

/** Reads a segment block by block and checks every record against what the segment's name says. */
public final class SegmentScan {

    private final SegmentFile file;
    private final AvroBytes avro = new AvroBytes();
    private final CRC32C crc = new CRC32C();
    private long next;

    private SegmentScan(SegmentFile file) {
        this.file = file;
        this.next = file.name().from();
    }

    /** Takes records. */
    @FunctionalInterface
    public interface Records {
        /**
         * Takes one.
         *
         * @param crc32c of the whole record
         */
        void record(long offset, int crc32c);
    }

    /**
     * Reads a segment.
     *
     * @return how many records it has
     * @throws DamagedFileException when it cannot be decoded, or a record is not where or of when
     *     the name says
     */
    public static long scan(Storage storage, SegmentFile file, Records records) throws IOException {
        try (InputStream in =
                        new BufferedInputStream(
                                storage.fileSystem().open(new Path(file.path())), 1 << 16);
                DataFileStream<Object> blocks =
                        new DataFileStream<>(in, new GenericDatumReader<>())) {
            if (!blocks.getSchema().equals(SegmentFormat.SCHEMA)) {
                throw new DamagedFileException(
                        file.path(), "its schema is not " + SegmentFormat.SCHEMA.getFullName());
            }
            SegmentScan scan = new SegmentScan(file);
            long count = 0;
            while (blocks.hasNext()) {
                scan.avro.reset(blocks.nextBlock());
                for (long i = blocks.getBlockCount(); i > 0; i--) {
                    scan.record(records);
                    count++;
                }
            }
            if (count > 0 && file.name().isMark()) {
                throw new DamagedFileException(file.path(), "a mark holds no records");
            }
            return count;
        } catch (DamagedFileException | java.io.FileNotFoundException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DamagedFileException(file.path(), String.valueOf(e.getMessage()), e);
        }
    }

    private void record(Records records) throws IOException {
        int start = avro.position();
        long offset = avro.readLong();
        long ts = avro.readLong();
        int opLength = avro.readLength();
        String op =
                new String(
                        avro.data(),
                        avro.position(),
                        opLength,
                        java.nio.charset.StandardCharsets.US_ASCII);
        avro.skip(opLength);
        for (int field = 0; field < 4; field++) {
            avro.skip(Math.max(0, avro.readNullableLength()));
        }
        if (avro.readLong() == 1) {
            avro.readLong();
        }
        check(offset, ts, op);
        crc.reset();
        crc.update(ByteBuffer.wrap(avro.data(), start, avro.position() - start));
        records.record(offset, (int) crc.getValue());
    }

    private void check(long offset, long ts, String op) throws DamagedFileException {
        SegmentName name = file.name();
        boolean copies = name.isTruncateCopy();
        long end = copies ? name.from() + 1 : name.to();
        if (offset < next || offset >= end) {
            throw new DamagedFileException(
                    file.path(), "offset " + offset + " is outside [" + next + ", " + end + ")");
        }
        next = copies ? offset : offset + 1;
        if (ts < name.minTs() || ts > name.maxTs()) {
            throw new DamagedFileException(
                    file.path(),
                    "the time "
                            + ts
                            + " at offset "
                            + offset
                            + " is outside ["
                            + name.minTs()
                            + ", "
                            + name.maxTs()
                            + "]");
        }
        if (!(copies ? "t" : "crudt").contains(op) || op.length() != 1) {
            throw new DamagedFileException(
                    file.path(), "the operation at offset " + offset + " is '" + op + "'");
        }
    }
}
