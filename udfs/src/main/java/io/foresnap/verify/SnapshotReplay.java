package io.foresnap.verify;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentName;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.ListedSiblings;
import io.foresnap.merge.PartitionMerge;
import io.foresnap.merge.Planner;
import io.foresnap.merge.StorageSource;
import io.foresnap.snapshot.RowFileCursor;
import io.foresnap.snapshot.RowFileWriter;
import io.foresnap.snapshot.SnapshotFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a snapshot with the replay of the log from the one before it. Equal bytes mean equal
 * rows, and need no second look at the file; a file by another writer is compared row by row.
 */
final class SnapshotReplay {

    private final Storage storage;
    private final Placeholders placeholders;

    SnapshotReplay(Storage storage, Placeholders placeholders) {
        this.storage = storage;
        this.placeholders = placeholders;
    }

    /** What a comparison came to. */
    enum Outcome {
        EQUAL,
        DIFFERS,
        /** The log cannot be cut where the snapshot was. */
        UNPROVEN
    }

    /**
     * An outcome.
     *
     * @param message what differs, or why it is unproven
     */
    record Result(Outcome outcome, String message) {}

    /**
     * Compares.
     *
     * @param from the snapshot to start from, or {@link SnapshotFile#NOTHING}
     */
    Result compare(PartitionLog log, SnapshotFile from, SnapshotFile snapshot) throws IOException {
        TablePartition of = log.of();
        long end = snapshot.name().offset();
        PartitionMerge merge = merge(log, from, snapshot);
        if (merge.cut() > end) {
            // Changes of the same millisecond came later.
            merge = merge(upTo(log, end), from, snapshot);
        }
        if (merge.cut() < end) {
            return new Result(
                    Outcome.DIFFERS,
                    "its name says that it is of "
                            + snapshot.name().ts()
                            + " and offset "
                            + end
                            + ", but the log reaches this time at offset "
                            + merge.cut());
        }
        if (merge.cut() > end) {
            return new Result(
                    Outcome.UNPROVEN, "changes of its time came after it: no replay ends there");
        }
        return sameBytes(of, snapshot, merge)
                ? new Result(Outcome.EQUAL, "")
                : compareRows(snapshot, merge);
    }

    private PartitionMerge merge(PartitionLog log, SnapshotFile from, SnapshotFile snapshot)
            throws IOException {
        return PartitionMerge.prepare(
                new Planner(log.of(), log, List.of(from)).plan(snapshot.name().ts()),
                new StorageSource(storage, new SegmentReader(placeholders)),
                new ListedSiblings(storage, log.of().table()),
                placeholders);
    }

    /** The log as if the segments from an offset on had not been written yet. */
    private static PartitionLog upTo(PartitionLog log, long end) {
        List<SegmentFile> files = new ArrayList<>();
        for (SegmentFile file : log.files()) {
            SegmentName name = file.name();
            if (name.isMark()) {
                long at = Math.min(end, name.from());
                files.add(
                        new SegmentFile(
                                file.path(),
                                new SegmentName(at, at, name.minTs(), name.maxTs(), name.crc32c()),
                                file.bytes()));
            } else if (name.from() < end || name.isTruncateCopy() && name.from() == end) {
                files.add(file);
            }
        }
        return new PartitionLog(log.of(), files);
    }

    private static boolean sameBytes(TablePartition of, SnapshotFile snapshot, PartitionMerge merge)
            throws IOException {
        CRC32C crc = new CRC32C();
        OutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), crc);
        String seed = "snapshot " + of + " " + snapshot.name().offset();
        try (RowFileWriter rows = new RowFileWriter(out, seed)) {
            merge.writeTo(rows);
        }
        return (int) crc.getValue() == snapshot.name().crc32c();
    }

    private Result compareRows(SnapshotFile snapshot, PartitionMerge merge) throws IOException {
        try (RowFileCursor stored = RowFileCursor.open(storage, snapshot.path(), null)) {
            Comparison comparison = new Comparison(stored);
            merge.writeTo(comparison::next);
            if (comparison.difference == null && stored.advance()) {
                comparison.difference = "holds " + key(stored) + ", which the replay does not";
            }
            String difference = comparison.difference;
            return difference == null
                    ? new Result(Outcome.EQUAL, "")
                    : new Result(Outcome.DIFFERS, difference);
        }
    }

    /** Walks the stored rows along with the replayed ones up to the first difference. */
    private static final class Comparison {

        private final RowFileCursor stored;
        private @Nullable String difference;

        Comparison(RowFileCursor stored) {
            this.stored = stored;
        }

        void next(EntryCursor replayed) throws IOException {
            if (difference != null) {
                return;
            }
            if (!stored.advance()) {
                difference = "lacks " + key(replayed) + ", which the replay gives";
            } else if (!sameKey(stored, replayed)) {
                difference = "holds " + key(stored) + " where the replay gives " + key(replayed);
            } else if (!sameRow(stored, replayed)) {
                difference = "holds another row of " + key(stored) + " than the replay gives";
            }
        }
    }

    private static boolean sameKey(EntryCursor a, EntryCursor b) {
        return Arrays.equals(
                a.keyData,
                a.keyPosition,
                a.keyPosition + a.keyLength,
                b.keyData,
                b.keyPosition,
                b.keyPosition + b.keyLength);
    }

    private static boolean sameRow(EntryCursor a, EntryCursor b) {
        return a.offset == b.offset
                && a.tsMs == b.tsMs
                && Arrays.equals(
                        a.rowData,
                        a.rowPosition,
                        a.rowPosition + a.rowLength,
                        b.rowData,
                        b.rowPosition,
                        b.rowPosition + b.rowLength);
    }

    private static String key(EntryCursor row) {
        String key =
                new String(row.keyData, row.keyPosition, row.keyLength, StandardCharsets.UTF_8);
        return "the row " + (key.length() <= 120 ? key : key.substring(0, 120) + "…");
    }
}
