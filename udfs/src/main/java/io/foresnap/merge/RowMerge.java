package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.snapshot.RowSink;
import java.io.IOException;
import java.util.function.Predicate;

/** One pass in order of key over a snapshot and the changes behind it. */
final class RowMerge {

    private final SnapshotRows snapshot;
    private final LoserTree changes;
    private final RowState keyed;
    private final KeylessState keyless;
    private final Predicate<EntryCursor> counts;

    /**
     * @param counts whether a change lies behind the snapshot and before the cut
     */
    RowMerge(
            SnapshotRows snapshot,
            LoserTree changes,
            RowState keyed,
            KeylessState keyless,
            Predicate<EntryCursor> counts) {
        this.snapshot = snapshot;
        this.changes = changes;
        this.keyed = keyed;
        this.keyless = keyless;
        this.counts = counts;
    }

    void writeTo(RowSink sink) throws IOException {
        while (true) {
            snapshot.passBlocks(sink, changes);
            boolean hasRow = snapshot.hasRow();
            if (changes.isEmpty()) {
                if (!hasRow) {
                    return;
                }
                snapshot.pass(sink);
                continue;
            }
            int order = hasRow ? EntryCursor.compareKeys(snapshot.row(), changes.first()) : 1;
            if (order < 0) {
                snapshot.pass(sink);
            } else if (changes.first().isKeyless()) {
                applyKeyless(order == 0, sink);
            } else {
                applyKeyed(order == 0, sink);
            }
        }
    }

    private void applyKeyed(boolean fromSnapshot, RowSink sink) throws IOException {
        keyed.reset();
        if (fromSnapshot) {
            keyed.apply(snapshot.row());
            snapshot.taken();
        }
        EntryCursor change = changes.first();
        byte[] key = change.keyData;
        int position = change.keyPosition;
        int length = change.keyLength;
        do {
            if (counts.test(changes.first())) {
                keyed.apply(changes.first());
            }
            changes.advanceFirst();
        } while (!changes.isEmpty() && changes.firstHasKey(key, position, length, false));
        if (keyed.exists()) {
            sink.row(keyed.row);
        }
    }

    private void applyKeyless(boolean fromSnapshot, RowSink sink) throws IOException {
        keyless.reset();
        EntryCursor change = changes.first();
        while (fromSnapshot
                && snapshot.hasRow()
                && EntryCursor.compareKeys(snapshot.row(), change) == 0) {
            keyless.apply(snapshot.row(), true);
            snapshot.taken();
        }
        byte[] key = change.keyData;
        int position = change.keyPosition;
        int length = change.keyLength;
        do {
            if (counts.test(changes.first())) {
                keyless.apply(changes.first(), false);
            }
            changes.advanceFirst();
        } while (!changes.isEmpty() && changes.firstHasKey(key, position, length, true));
        keyless.emit(sink);
    }
}
