package io.foresnap.snapshot;

import io.foresnap.changelog.AvroBytes;
import io.foresnap.changelog.DamagedFileException;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.JsonRow;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Streams a row file block by block, so that memory does not grow with it. The checksum over the
 * whole file is known only at its end: {@link #advance} throws there when it is wrong, and whoever
 * used the rows must discard what was made of them.
 */
public final class RowFileCursor extends EntryCursor implements AutoCloseable {

    private final RowBlocks blocks;
    private final AvroBytes avro = new AvroBytes();
    private @Nullable RowBlock ahead;
    private int left;
    private boolean ended;

    RowFileCursor(RowBlocks blocks) {
        this.blocks = blocks;
    }

    /**
     * Opens a row file.
     *
     * @param checksum CRC32C it must have, or null not to check
     */
    public static RowFileCursor open(Storage storage, String path, @Nullable Integer checksum)
            throws IOException {
        return new RowFileCursor(
                new StoredBlocks(path, checksum, storage.fileSystem().open(new Path(path))));
    }

    /**
     * The block that comes next, not yet opened; null in the middle of a block and at the end of
     * the file. What follows the current row is then either taken by {@link #advance} row by row,
     * or passed over by {@link #skipBlock}.
     */
    public @Nullable RowBlock blockAhead() throws IOException {
        if (left == 0 && ahead == null && !ended) {
            ahead = blocks.next();
            ended = ahead == null;
        }
        return ahead;
    }

    /** Passes over the block ahead. */
    public void skipBlock() {
        ahead = null;
    }

    @Override
    public boolean advance() throws IOException {
        try {
            while (left == 0) {
                RowBlock block = blockAhead();
                if (block == null) {
                    return false;
                }
                avro.reset(block.rows());
                left = block.records();
                ahead = null;
            }
            left--;
            read(avro, this);
            return true;
        } catch (DamagedFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw blocks.failure(e);
        }
    }

    /** Reads one record into the fields of a view. */
    static void read(AvroBytes avro, EntryCursor into) throws IOException {
        into.keyLength = avro.readNullableLength();
        into.keyData = avro.data();
        into.keyPosition = avro.position();
        avro.skip(Math.max(0, into.keyLength));
        into.rowLength = avro.readLength();
        into.rowData = avro.data();
        into.rowPosition = avro.position();
        avro.skip(into.rowLength);
        into.offset = avro.readLong();
        into.tsMs = avro.readLong();
        into.kind = UPSERT;
        if (into.keyLength < 0) {
            into.kind = APPEND;
            into.keyData =
                    JsonRow.parse(into.rowData, into.rowPosition, into.rowLength).canonical();
            into.keyPosition = 0;
            into.keyLength = into.keyData.length;
        }
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
