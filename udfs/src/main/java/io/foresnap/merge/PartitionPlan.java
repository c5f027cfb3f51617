package io.foresnap.merge;

import io.foresnap.changelog.SegmentFile;
import io.foresnap.snapshot.SnapshotFile;
import java.util.List;

/**
 * Which files rebuild one partition's state at a target time.
 *
 * @param partition partition number
 * @param snapshot the newest at or before the target
 * @param segments every segment behind it up to the target, in order, then any later one whose time
 *     range reaches back to the target (a truncate may have been written late), then truncates
 *     copied from other partitions
 * @param targetMs the target time, epoch milliseconds
 */
public record PartitionPlan(
        int partition, SnapshotFile snapshot, List<SegmentFile> segments, long targetMs) {

    /** How many files there are. */
    public int files() {
        return 1 + segments.size();
    }

    /** Bytes of all files. */
    public long bytes() {
        return snapshot.bytes() + segments.stream().mapToLong(SegmentFile::bytes).sum();
    }
}
