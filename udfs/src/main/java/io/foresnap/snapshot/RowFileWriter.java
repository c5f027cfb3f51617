package io.foresnap.snapshot;

import io.foresnap.changelog.AvroBlocks;
import io.foresnap.changelog.EntryCursor;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a row file; equal rows and an equal seed give equal bytes.
 *
 * <p>Where a block ends is decided by the rows since the last end alone (as in content-defined
 * chunking): behind a row whose hash says so. So two files that differ in a few rows have the same
 * blocks but around those rows, and a block of an older file can be taken over as it is where a
 * fresh one would come out the same.
 */
public final class RowFileWriter implements RowSink, AutoCloseable {

    private final AvroBlocks blocks;
    private long rows;
    private long rowBytes;

    /**
     * @param seed what the file is: table, partition and cut
     */
    public RowFileWriter(OutputStream out, String seed) throws IOException {
        blocks =
                new AvroBlocks(
                        out,
                        RowFormat.SCHEMA,
                        RowFormat.COMPRESSION_LEVEL,
                        seed,
                        RowFormat.METADATA);
    }

    @Override
    public void row(EntryCursor row) throws IOException {
        if (row.isKeyless()) {
            blocks.writeLong(0);
        } else {
            blocks.writeLong(1);
            blocks.writeBytes(row.keyData, row.keyPosition, row.keyLength);
        }
        blocks.writeBytes(row.rowData, row.rowPosition, row.rowLength);
        blocks.writeLong(row.offset);
        blocks.writeLong(row.tsMs);
        blocks.endRecord();
        if (blocks.pendingBytes() >= RowFormat.LEAST_BLOCK_BYTES && endsBlock(row)) {
            blocks.endBlock();
        }
        rows++;
        rowBytes += row.rowLength;
    }

    /** Long rows have better odds, so that blocks are of about one size whatever the rows are. */
    private static boolean endsBlock(EntryCursor row) {
        long hash =
                row.isKeyless()
                        ? hash(row.rowData, row.rowPosition, row.rowLength)
                        : hash(row.keyData, row.keyPosition, row.keyLength);
        long bytes = (long) row.rowLength + (row.isKeyless() ? 0 : row.keyLength);
        return (hash >>> 32) * RowFormat.FURTHER_BLOCK_BYTES < bytes << 32;
    }

    private static long hash(byte[] data, int from, int length) {
        long hash = length;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ data[i]) * 0x100000001b3L;
        }
        // Keys that differ in their last bytes only must differ in the upper half.
        hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
        return hash ^ (hash >>> 32);
    }

    @Override
    public boolean takes(RowBlock block) {
        return block.canBeCopied() && blocks.pendingBytes() == 0;
    }

    @Override
    public void block(RowBlock block) throws IOException {
        blocks.copyBlock(block.records(), block.data(), block.from(), block.length());
        rows += block.records();
        rowBytes += block.rowBytes();
    }

    /** Rows written. */
    public long rows() {
        return rows;
    }

    /** Bytes of the rows written, before compression. */
    public long rowBytes() {
        return rowBytes;
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
