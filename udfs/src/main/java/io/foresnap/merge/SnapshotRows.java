package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.snapshot.RowBlock;
import io.foresnap.snapshot.RowFileCursor;
import io.foresnap.snapshot.RowSink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The snapshot's side of a merge: the row at its front, and the blocks that need not be opened. */
final class SnapshotRows {

    private final EntryCursor cursor;
    private final @Nullable RowFileCursor blocks;
    private final Truncates truncates;
    private boolean atRow;
    private boolean ended;

    SnapshotRows(EntryCursor cursor, Truncates truncates) {
        this.cursor = cursor;
        this.truncates = truncates;
        // A truncate may take any row: none is passed on unseen then.
        this.blocks = truncates.isEmpty() && cursor instanceof RowFileCursor file ? file : null;
    }

    /** The row at the front, while {@link #hasRow}. */
    EntryCursor row() {
        return cursor;
    }

    /** Whether there is a row at the front; goes to it when the last one was taken. */
    boolean hasRow() throws IOException {
        if (!atRow && !ended) {
            atRow = cursor.advance();
            ended = !atRow;
        }
        return atRow;
    }

    /** The row at the front is done with. */
    void taken() {
        atRow = false;
    }

    /** Hands blocks before the next change to the sink, as long as it takes them. */
    void passBlocks(RowSink sink, LoserTree changes) throws IOException {
        if (blocks == null || atRow) {
            return;
        }
        RowBlock block = blocks.blockAhead();
        while (block != null && sink.takes(block) && isUnchanged(block, changes)) {
            sink.block(block);
            blocks.skipBlock();
            block = blocks.blockAhead();
        }
    }

    /** The last block ends where the rows end: with changes behind it, it would be another one. */
    private static boolean isUnchanged(RowBlock block, LoserTree changes) throws IOException {
        return changes.isEmpty() || !block.isLast() && block.isBefore(changes.first());
    }

    /** Hands the row at the front, which no change is about, to the sink. */
    void pass(RowSink sink) throws IOException {
        if (truncates.isEmpty()
                || !truncates.removes(cursor.offset, cursor.tsMs, cursor.hasPosition, cursor.lsn)) {
            sink.row(cursor);
        }
        taken();
    }
}
