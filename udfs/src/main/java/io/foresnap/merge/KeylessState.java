package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.RunBuilder;
import io.foresnap.snapshot.RowSink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Equal rows of a table without key while their changes are applied in order of offset. Equal rows
 * are legal; a removal takes the oldest.
 */
final class KeylessState {

    private final Truncates truncates;
    private final ArrayDeque<RunBuilder.EntryView> copies = new ArrayDeque<>();
    private final ArrayDeque<RunBuilder.EntryView> spare = new ArrayDeque<>();
    private long lastOffset;
    private int lastKind;

    KeylessState(Truncates truncates) {
        this.truncates = truncates;
    }

    void reset() {
        spare.addAll(copies);
        copies.clear();
        lastOffset = -1;
        lastKind = -1;
    }

    /**
     * Applies the next change.
     *
     * @param snapshotRow whether it is a row of the snapshot, where equal rows may share an offset
     */
    void apply(EntryCursor change, boolean snapshotRow) throws IOException {
        if (!snapshotRow && isApplied(change)) {
            return;
        }
        if (change.kind == EntryCursor.REMOVE) {
            remove(change);
            return;
        }
        RunBuilder.EntryView used = spare.poll();
        RunBuilder.EntryView copy = used == null ? new RunBuilder.EntryView() : used;
        copy.copyFrom(change);
        copies.add(copy);
    }

    /** Whether an overlapping segment has brought this change before. */
    private boolean isApplied(EntryCursor change) {
        // An update that leaves the row equal removes and appends at one offset, in this order.
        boolean secondHalf =
                change.offset == lastOffset
                        && lastKind == EntryCursor.REMOVE
                        && change.kind == EntryCursor.APPEND;
        if (change.offset <= lastOffset && !secondHalf) {
            return true;
        }
        lastOffset = change.offset;
        lastKind = change.kind;
        return false;
    }

    private void remove(EntryCursor change) throws IOException {
        for (Iterator<RunBuilder.EntryView> it = copies.iterator(); it.hasNext(); ) {
            RunBuilder.EntryView copy = it.next();
            if (truncates.isEmpty()
                    || !truncates.separate(
                            copy.offset, copy.tsMs, copy.hasPosition, copy.lsn, change)) {
                it.remove();
                spare.add(copy);
                return;
            }
        }
        throw new RefusedChangeException(
                change.offset, "it removes a row of a table without key that does not exist");
    }

    void emit(RowSink sink) throws IOException {
        for (RunBuilder.EntryView copy : copies) {
            if (!truncates.removes(copy.offset, copy.tsMs, copy.hasPosition, copy.lsn)) {
                sink.row(copy);
            }
        }
    }
}
