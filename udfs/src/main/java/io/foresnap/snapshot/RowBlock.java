package io.foresnap.snapshot;

import io.foresnap.changelog.AvroBytes;
import io.foresnap.changelog.BlockInflater;
import io.foresnap.changelog.DamagedFileException;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.RunBuilder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One block of a row file, compressed as it stands there. Opened only when something in it is asked
 * for, so that a block without changes can go from file to file as it is.
 */
public final class RowBlock {

    private final String path;
    private final BlockInflater inflater;
    private final byte[] data;
    private final int from;
    private final int length;
    private final int records;
    private final boolean isLast;
    private final boolean canBeCopied;
    private byte @Nullable [] rows;
    private @Nullable EntryCursor last;
    private long rowBytes;

    private RowBlock(
            String path,
            BlockInflater inflater,
            byte[] data,
            int from,
            int length,
            long records,
            boolean isLast,
            boolean canBeCopied)
            throws DamagedFileException {
        this.path = path;
        this.inflater = inflater;
        this.data = data;
        this.from = from;
        this.length = length;
        this.isLast = isLast;
        this.canBeCopied = canBeCopied;
        if (records > Integer.MAX_VALUE) {
            throw new DamagedFileException(path, "a block claims " + records + " records");
        }
        this.records = (int) records;
    }

    /**
     * A block as a file has it.
     *
     * @param path the file, for messages
     * @param isLast whether it is the file's last one, which ends where the rows do
     * @param canBeCopied whether a writer of today would make the very same block of its rows
     */
    static RowBlock compressed(
            String path,
            BlockInflater inflater,
            byte[] block,
            long records,
            boolean isLast,
            boolean canBeCopied)
            throws DamagedFileException {
        return new RowBlock(path, inflater, block, 0, block.length, records, isLast, canBeCopied);
    }

    /** A block whose rows are at hand. */
    static RowBlock open(String path, BlockInflater inflater, byte[] rows, long records)
            throws DamagedFileException {
        RowBlock block = new RowBlock(path, inflater, rows, 0, 0, records, false, false);
        block.rows = rows;
        return block;
    }

    /** A block of a file in memory, of which it is known what is in it. */
    static RowBlock indexed(
            String path,
            BlockInflater inflater,
            byte[] file,
            SnapshotBlocks.Position at,
            boolean isLast,
            boolean canBeCopied)
            throws DamagedFileException {
        RowBlock block =
                new RowBlock(
                        path,
                        inflater,
                        file,
                        at.from(),
                        at.length(),
                        at.records(),
                        isLast,
                        canBeCopied);
        block.last = at.last();
        block.rowBytes = at.rowBytes();
        return block;
    }

    /** How many rows it has. */
    int records() {
        return records;
    }

    /** Bytes of its rows alone. */
    long rowBytes() throws IOException {
        last();
        return rowBytes;
    }

    byte[] data() {
        return data;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }

    boolean canBeCopied() {
        return canBeCopied;
    }

    /** Whether the file has no block behind it. */
    public boolean isLast() {
        return isLast;
    }

    /** Whether all its rows come before a change. */
    public boolean isBefore(EntryCursor change) throws IOException {
        if (last == null && EntryCursor.compareKeys(first(), change) >= 0) {
            return false; // Spares the walk to the last row.
        }
        return EntryCursor.compareKeys(last(), change) < 0;
    }

    /** Its rows, as the writer encoded them. */
    byte[] rows() throws IOException {
        byte[] open = rows;
        if (open == null) {
            try {
                open = inflater.inflate(data, from, length);
            } catch (IOException | RuntimeException e) {
                throw new DamagedFileException(path, String.valueOf(e.getMessage()), e);
            }
            rows = open;
        }
        return open;
    }

    private EntryCursor first() throws IOException {
        AvroBytes avro = new AvroBytes();
        avro.reset(rows());
        return read(avro);
    }

    /** The last row's key. */
    EntryCursor last() throws IOException {
        EntryCursor known = last;
        if (known == null) {
            AvroBytes avro = new AvroBytes();
            avro.reset(rows());
            known = readLast(avro);
            last = known;
        }
        return known;
    }

    private EntryCursor readLast(AvroBytes avro) throws IOException {
        try {
            for (int i = 1; i < records; i++) {
                avro.skip(Math.max(0, avro.readNullableLength()));
                int row = avro.readLength();
                avro.skip(row);
                rowBytes += row;
                avro.readLong();
                avro.readLong();
            }
        } catch (IllegalStateException e) {
            throw new DamagedFileException(path, String.valueOf(e.getMessage()), e);
        }
        EntryCursor row = read(avro);
        rowBytes += row.rowLength;
        return row;
    }

    private EntryCursor read(AvroBytes avro) throws IOException {
        RunBuilder.EntryView row = new RunBuilder.EntryView();
        try {
            RowFileCursor.read(avro, row);
        } catch (IOException | RuntimeException e) {
            throw new DamagedFileException(path, String.valueOf(e.getMessage()), e);
        }
        return row;
    }
}
