package io.foresnap.snapshot;

import io.foresnap.changelog.AvroBlockReader;
import io.foresnap.changelog.BlockInflater;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Pace;
import io.foresnap.changelog.RunBuilder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as the cache holds it: its blocks, compressed as in the file, and what is needed to
 * pass over them unopened. A third of the memory that the rows would take; a merge opens only the
 * blocks that changes fall into.
 *
 * <p>Layout, big endian: {@code magic (4 bytes), number of blocks (4), whether they can be copied
 * (1)}, then per block {@code length (4), records (4), bytes of the rows (8), whether the last row
 * has no key (1), length of its key (4), that key, the block}.
 */
public final class SnapshotBlocks implements CachedFile {

    private static final int MAGIC = 0x46534231;
    private static final int HEADER = 9;

    private final byte[] data;

    private SnapshotBlocks(byte[] data) {
        this.data = data;
    }

    /** Whether these are the bytes of a snapshot rather than of a run. */
    public static boolean isOne(byte[] data) {
        return data.length >= HEADER && ByteBuffer.wrap(data).getInt() == MAGIC;
    }

    /** From its bytes, which the caller gives away. */
    public static SnapshotBlocks of(byte[] data) {
        if (!isOne(data)) {
            throw new IllegalArgumentException("not a snapshot");
        }
        return new SnapshotBlocks(data);
    }

    /** Reads and opens every block of a file once. */
    static SnapshotBlocks index(String path, AvroBlockReader file, int expectedBytes, Pace pace)
            throws IOException {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(expectedBytes + (expectedBytes >> 6) + 256);
        DataOutputStream to = new DataOutputStream(out);
        to.writeInt(MAGIC);
        to.writeInt(0);
        to.writeBoolean(file.isCompressed() && RowFormat.isOurs(file));
        int blocks = 0;
        try (BlockInflater inflater = new BlockInflater()) {
            while (file.next()) {
                pace.next(file.block().length);
                add(path, file, inflater, to);
                blocks++;
            }
        }
        byte[] data = out.toByteArray();
        ByteBuffer.wrap(data).putInt(Integer.BYTES, blocks);
        return new SnapshotBlocks(data);
    }

    private static void add(
            String path, AvroBlockReader file, BlockInflater inflater, DataOutputStream to)
            throws IOException {
        byte[] bytes = file.isCompressed() ? file.block() : RowFormat.compress(file.block());
        RowBlock block = RowBlock.compressed(path, inflater, bytes, file.records(), false, false);
        EntryCursor last = block.last();
        to.writeInt(bytes.length);
        to.writeInt(block.records());
        to.writeLong(block.rowBytes());
        to.writeBoolean(last.isKeyless());
        to.writeInt(last.keyLength);
        to.write(last.keyData, last.keyPosition, last.keyLength);
        to.write(bytes);
    }

    @Override
    public byte[] bytes() {
        return data;
    }

    /** A new cursor over its rows; it has to be closed. */
    public RowFileCursor cursor() {
        return new RowFileCursor(new Walk(data));
    }

    /**
     * Where a block is and what it holds.
     *
     * @param from where it begins
     * @param length its size
     * @param records how many rows
     * @param rowBytes bytes of the rows alone
     * @param last its last row's key
     */
    record Position(int from, int length, int records, long rowBytes, EntryCursor last) {}

    private static final class Walk implements RowBlocks {

        private static final String PATH = "of a cached snapshot";

        private final byte[] data;
        private final ByteBuffer in;
        private final BlockInflater inflater = new BlockInflater();
        private final boolean canBeCopied;
        private int left;

        Walk(byte[] data) {
            this.data = data;
            in = ByteBuffer.wrap(data);
            in.getInt();
            left = in.getInt();
            canBeCopied = in.get() != 0;
        }

        @Override
        public @Nullable RowBlock next() throws IOException {
            if (left == 0) {
                return null;
            }
            left--;
            int length = in.getInt();
            int records = in.getInt();
            long rowBytes = in.getLong();
            RunBuilder.EntryView last = new RunBuilder.EntryView();
            last.kind = in.get() != 0 ? EntryCursor.APPEND : EntryCursor.UPSERT;
            last.keyLength = in.getInt();
            last.keyData = data;
            last.keyPosition = in.position();
            int from = last.keyPosition + last.keyLength;
            in.position(from + length);
            Position at = new Position(from, length, records, rowBytes, last);
            return RowBlock.indexed(PATH, inflater, data, at, left == 0, canBeCopied);
        }

        @Override
        public IOException failure(Exception e) {
            return e instanceof IOException io ? io : new IOException(e);
        }

        @Override
        public void close() {
            inflater.close();
        }
    }
}
