package io.foresnap.snapshot;

import io.foresnap.changelog.AvroBlockReader;
import io.foresnap.changelog.DamagedFileException;
import io.foresnap.changelog.Pace;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;

/** The snapshots of partitions in durable storage. */
public final class Snapshots {

    /** The storage's folder of snapshots. */
    public static final String KIND = "snapshots";

    /** The snapshots of a partition that plans may use, in order of offset. */
    public static List<SnapshotFile> list(Storage storage, TablePartition of) throws IOException {
        return listing(storage, of).current();
    }

    /** A partition's snapshots, and which of them are retired. */
    public static SnapshotListing listing(Storage storage, TablePartition of) throws IOException {
        List<SnapshotFile> found = new ArrayList<>();
        List<RetiredMark> retired = new ArrayList<>();
        for (FileStatus entry : storage.list(storage.directory(KIND, of.table(), of.partition()))) {
            RetiredMark.of(entry).ifPresent(retired::add);
            SnapshotName.parse(entry.getPath().getName())
                    .ifPresent(
                            name ->
                                    found.add(
                                            new SnapshotFile(
                                                    entry.getPath().toString(),
                                                    name,
                                                    entry.getLen())));
        }
        return new SnapshotListing(List.copyOf(found), List.copyOf(retired));
    }

    /**
     * Writes a snapshot.
     *
     * @param offset offset after the last event that is in it
     * @param ts effective time there
     * @param rows hands every row, in order of key, to the sink
     */
    public static SnapshotFile write(
            Storage storage, TablePartition of, long offset, long ts, Rows rows)
            throws IOException {
        Storage.Written written =
                storage.write(
                        storage.directory(KIND, of.table(), of.partition()),
                        crc -> new SnapshotName(offset, ts, crc).fileName(),
                        out -> {
                            try (RowFileWriter writer =
                                    new RowFileWriter(out, "snapshot " + of + " " + offset)) {
                                rows.writeTo(writer);
                            }
                        });
        return new SnapshotFile(
                written.path(), new SnapshotName(offset, ts, written.crc32c()), written.bytes());
    }

    /**
     * Verifies a snapshot's bytes and looks into every block, for the cache.
     *
     * @throws DamagedFileException when they are not what the snapshot's name says
     */
    public static SnapshotBlocks decode(SnapshotFile file, byte[] bytes) throws IOException {
        return decode(file, bytes, Pace.UNHURRIED);
    }

    /**
     * The same, block by block.
     *
     * @param pace asked before each block
     */
    public static SnapshotBlocks decode(SnapshotFile file, byte[] bytes, Pace pace)
            throws IOException {
        SegmentReader.verify(file.path(), file.name().crc32c(), bytes);
        try (AvroBlockReader reader = new AvroBlockReader(new ByteArrayInputStream(bytes))) {
            if (!reader.schema().equals(RowFormat.SCHEMA)) {
                throw new DamagedFileException(file.path(), "its schema is not io.foresnap.Row");
            }
            return SnapshotBlocks.index(file.path(), reader, bytes.length, pace);
        } catch (DamagedFileException | InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DamagedFileException(file.path(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Hands rows over. */
    @FunctionalInterface
    public interface Rows {
        /** Hands every row, in order of key, to the sink. */
        void writeTo(RowSink sink) throws IOException;
    }

    private Snapshots() {}
}
