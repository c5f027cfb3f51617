package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.JsonRow;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.RunBuilder;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The state of one row while its changes are applied in order of offset. Reused from key to key;
 * makes no object unless a placeholder has to be filled.
 */
final class RowState {

    private final Placeholders placeholders;
    private final Truncates truncates;
    private final MovedRows moved;

    /** The row, valid while {@link #exists}. Its offset and time are those of its last change. */
    final RunBuilder.EntryView row = new RunBuilder.EntryView();

    private boolean exists;
    private long lastOffset;
    private long greatestLsn;
    private long[] seen = new long[16];
    private int seenCount;

    RowState(Placeholders placeholders, Truncates truncates, MovedRows moved) {
        this.placeholders = placeholders;
        this.truncates = truncates;
        this.moved = moved;
    }

    /** Begins another key. */
    void reset() {
        exists = false;
        lastOffset = -1;
        greatestLsn = Long.MIN_VALUE;
        seenCount = 0;
    }

    /** Applies the next change of the key. */
    void apply(EntryCursor change) throws IOException {
        if (change.offset <= lastOffset || change.hasPosition && isRedelivered(change)) {
            return;
        }
        lastOffset = change.offset;
        if (exists && !truncates.isEmpty() && truncatedBefore(change)) {
            exists = false;
        }
        if (change.kind == EntryCursor.DELETE) {
            exists = false;
            return;
        }
        if (change.hasPlaceholder) {
            byte[] filled = fill(change);
            row.copyFrom(change);
            row.rowData = filled;
            row.rowPosition = 0;
            row.rowLength = filled.length;
        } else {
            row.copyFrom(change);
        }
        exists = true;
    }

    /** Whether the row exists after all changes applied. */
    boolean exists() {
        return exists
                && (truncates.isEmpty()
                        || !truncates.removes(row.offset, row.tsMs, row.hasPosition, row.lsn));
    }

    private boolean truncatedBefore(EntryCursor change) {
        return truncates.separate(row.offset, row.tsMs, row.hasPosition, row.lsn, change);
    }

    /**
     * A redelivered change has the transaction, position and kind of one applied before. Changes of
     * one row rise in position (the row's lock orders them), so a look back is needed only where
     * one does not.
     */
    private boolean isRedelivered(EntryCursor change) {
        if (change.lsn <= greatestLsn) {
            for (int i = 0; i < seenCount; i += 3) {
                if (seen[i] == change.lsn
                        && seen[i + 1] == change.tx
                        && seen[i + 2] == change.kind) {
                    return true;
                }
            }
        }
        greatestLsn = Math.max(greatestLsn, change.lsn);
        if (seenCount + 3 > seen.length) {
            seen = Arrays.copyOf(seen, seen.length * 2);
        }
        seen[seenCount] = change.lsn;
        seen[seenCount + 1] = change.tx;
        seen[seenCount + 2] = change.kind;
        seenCount += 3;
        return false;
    }

    private byte[] fill(EntryCursor change) throws IOException {
        JsonRow previous = null;
        if (change.isCreate && change.hasPosition) {
            byte[] before = moved.at(change.tx, change.lsn);
            previous = before == null ? null : JsonRow.parse(before, 0, before.length);
        }
        if (previous == null && exists) {
            previous = JsonRow.parse(row.rowData, row.rowPosition, row.rowLength);
        }
        if (previous == null && change.isCreate && change.hasPosition) {
            moved.requireSearched(change.tx, change.lsn);
        }
        return fill(change, previous);
    }

    private byte[] fill(EntryCursor change, @Nullable JsonRow previous) throws IOException {
        try {
            return placeholders.fill(
                    change.rowData, change.rowPosition, change.rowLength, previous);
        } catch (Placeholders.UnfilledException e) {
            throw new RefusedChangeException(change.offset, String.valueOf(e.getMessage()));
        }
    }
}
