package io.foresnap.retention;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.Planner;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.SnapshotListing;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A partition as listed, retired files included.
 *
 * @param of the partition
 * @param snapshots its snapshots
 * @param log its log
 */
record KeptPartition(TablePartition of, SnapshotListing snapshots, PartitionLog log) {

    static KeptPartition list(Storage storage, TablePartition of) throws IOException {
        return new KeptPartition(
                of, Snapshots.listing(storage, of), Catalog.partition(storage, of));
    }

    Planner planner() {
        return new Planner(of, log, snapshots.current());
    }

    /** The first snapshot that is not retired by what retires up to an offset. */
    Optional<SnapshotFile> firstFrom(long offset) {
        return snapshots.all().stream().filter(s -> s.name().offset() >= offset).findFirst();
    }

    /** What nobody needs who starts from the base or from a later snapshot, in order of removal. */
    List<Removal> before(SnapshotFile base) {
        List<Removal> found = new ArrayList<>();
        String since = " before " + Instant.ofEpochMilli(base.name().ts());
        for (SnapshotFile snapshot : snapshots.all()) {
            if (snapshot.name().offset() < base.name().offset()) {
                found.add(planned(snapshot.path(), snapshot.bytes(), "snapshot" + since));
            }
        }
        for (SegmentFile segment : log.files()) {
            boolean coversOffsets = segment.name().from() < segment.name().to();
            if (coversOffsets && segment.name().to() <= base.name().offset()) {
                found.add(planned(segment.path(), segment.bytes(), "changes" + since));
            }
        }
        for (SegmentFile copy : log.truncateCopies()) {
            // Its times end before maxTs; the base holds every truncate up to its own time.
            if (copy.name().maxTs() - 1 <= base.name().ts()) {
                found.add(planned(copy.path(), copy.bytes(), "truncates" + since));
            }
        }
        return found;
    }

    /**
     * Marks that a later one makes superfluous. The last one is the log's word for how far it is.
     */
    List<Removal> oldMarks() {
        List<SegmentFile> marks =
                log.marks().stream()
                        .sorted(Comparator.comparingLong(m -> m.name().maxTs()))
                        .toList();
        return marks.stream()
                .limit(Math.max(0, marks.size() - 1))
                .filter(m -> m.name().from() <= marks.get(marks.size() - 1).name().from())
                .map(m -> planned(m.path(), m.bytes(), "mark with a later one"))
                .toList();
    }

    private static Removal planned(String path, long bytes, String reason) {
        return new Removal(path, bytes, reason, Removal.State.PLANNED);
    }
}
