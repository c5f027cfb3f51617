package io.foresnap.archive;

import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.ListedSiblings;
import io.foresnap.merge.PartitionMerge;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.merge.StorageSource;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.SnapshotName;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.util.Optional;

/** Makes a partition's next snapshot: the previous one plus the log behind it. */
public final class SnapshotRoller {

    private final Storage storage;
    private final Placeholders placeholders;

    /**
     * @param placeholders how the source marks unchanged columns
     */
    public SnapshotRoller(Storage storage, Placeholders placeholders) {
        this.storage = storage;
        this.placeholders = placeholders;
    }

    /**
     * Writes the partition's state as of a target time as its next snapshot.
     *
     * @return empty when the log has nothing beyond the newest snapshot by then
     */
    public Optional<SnapshotFile> roll(TablePartition of, long targetMs) throws IOException {
        PartitionPlan plan = Planner.list(storage, of).plan(targetMs);
        PartitionMerge merge = merge(of, plan);
        SnapshotName newest = plan.snapshot().name();
        // A truncate of another partition changes the state without an offset of its own.
        if (merge.cut() == newest.offset() && merge.effectiveTs() == newest.ts()) {
            return Optional.empty();
        }
        return Optional.of(write(of, merge, merge.effectiveTs()));
    }

    /**
     * Writes the first snapshot of a partition whose log begins with the rows that the connector
     * read: the log's beginning up to a time. Whether the log is complete by then is for the caller
     * to know.
     *
     * @param offset where the log begins
     * @param targetMs effective time of the whole table's first snapshot
     */
    SnapshotFile first(TablePartition of, long offset, long targetMs) throws IOException {
        PartitionPlan plan = Planner.list(storage, of).planFromNothing(offset, targetMs);
        PartitionMerge merge = merge(of, plan);
        return merge.cut() > offset
                ? write(of, merge, targetMs)
                : empty(
                        of, offset,
                        targetMs); // No event by then; its log begins here all the same.
    }

    /**
     * Writes the first snapshot of a partition that begins empty.
     *
     * @param offset where its log begins
     */
    SnapshotFile empty(TablePartition of, long offset, long ts) throws IOException {
        return Snapshots.write(storage, of, offset, ts, rows -> {});
    }

    private SnapshotFile write(TablePartition of, PartitionMerge merge, long ts)
            throws IOException {
        return Snapshots.write(storage, of, merge.cut(), ts, merge::writeTo);
    }

    private PartitionMerge merge(TablePartition of, PartitionPlan plan) throws IOException {
        return PartitionMerge.prepare(
                plan,
                new StorageSource(storage, new SegmentReader(placeholders)),
                new ListedSiblings(storage, of.table()),
                placeholders);
    }
}
