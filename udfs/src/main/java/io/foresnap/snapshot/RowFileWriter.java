package io.foresnap.snapshot;

import io.foresnap.changelog.AvroBlocks;
import io.foresnap.changelog.EntryCursor;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a row file; equal rows and an equal seed give equal bytes. */
public final class RowFileWriter implements RowSink, AutoCloseable {

    private final AvroBlocks blocks;
    private long rows;
    private long rowBytes;

    /**
     * @param seed what the file is: table, partition and cut
     */
    public RowFileWriter(OutputStream out, String seed) throws IOException {
        blocks = new AvroBlocks(out, RowFormat.SCHEMA, RowFormat.COMPRESSION_LEVEL, seed);
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
        rows++;
        rowBytes += row.rowLength;
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
