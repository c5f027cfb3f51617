package io.foresnap.snapshot;

import java.util.List;

/**
 * A partition's folder of snapshots as listed.
 *
 * @param all every snapshot in order of offset, the retired ones too
 * @param retired what has been retired, in order of offset
 */
public record SnapshotListing(List<SnapshotFile> all, List<RetiredMark> retired) {

    /** The offset before which everything is retired; 0 when nothing is. */
    public long retiredBelow() {
        if (retired.isEmpty()) {
            return 0;
        }
        long below = retired.get(retired.size() - 1).offset();
        // Where the snapshot to start from instead is lost, what is left of the others is better.
        return all.stream().anyMatch(s -> s.name().offset() >= below) ? below : 0;
    }

    /** The snapshots that plans may use. */
    public List<SnapshotFile> current() {
        long below = retiredBelow();
        return all.stream().filter(s -> s.name().offset() >= below).toList();
    }
}
