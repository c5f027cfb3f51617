package io.foresnap.verify;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.merge.Planner;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.SnapshotListing;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition at a glance, from listings alone. Times are epoch milliseconds.
 *
 * @param table table id
 * @param partition partition number
 * @param fromMs the oldest time it can be restored to; null when it cannot be restored
 * @param throughMs the newest; null when it cannot be restored, or not to now
 * @param notRestorable why one of them is null
 * @param segments files of changes, retired ones not counted
 * @param snapshots snapshots that plans may use
 * @param bytes of these segments and snapshots
 * @param newestSnapshotMs effective time of the newest snapshot
 * @param logBytesSinceSnapshot bytes of the segments behind it
 * @param largestGapMs the longest time between the last change of a segment and the first of the
 *     next; null with fewer than two segments
 * @param largestGapFromMs when that begins
 * @param holes ranges of offsets that are missing behind the oldest snapshot
 * @param retiredBytes bytes that wait for removal
 */
public record Inspection(
        String table,
        int partition,
        @Nullable Long fromMs,
        @Nullable Long throughMs,
        @Nullable String notRestorable,
        int segments,
        int snapshots,
        long bytes,
        @Nullable Long newestSnapshotMs,
        long logBytesSinceSnapshot,
        @Nullable Long largestGapMs,
        @Nullable Long largestGapFromMs,
        List<Hole> holes,
        long retiredBytes) {

    /**
     * Missing offsets.
     *
     * @param from the first one
     * @param to the one behind the last
     */
    public record Hole(long from, long to) {}

    /** Inspects every partition of a table. */
    public static List<Inspection> of(Storage storage, String table) throws IOException {
        List<Inspection> all = new ArrayList<>();
        for (int partition : Catalog.partitions(storage, table)) {
            TablePartition of = new TablePartition(table, partition);
            all.add(of(Catalog.partition(storage, of), Snapshots.listing(storage, of)));
        }
        return all;
    }

    private static Inspection of(PartitionLog log, SnapshotListing listing) {
        List<SnapshotFile> snapshots = listing.current();
        SnapshotFile newest = snapshots.isEmpty() ? null : snapshots.get(snapshots.size() - 1);
        long retiredBelow = listing.retiredBelow();
        List<SegmentFile> segments =
                log.files().stream()
                        .filter(f -> f.name().from() < f.name().to())
                        .filter(f -> f.name().to() > retiredBelow)
                        .toList();
        long newestOffset = newest == null ? 0 : newest.name().offset();
        long first = snapshots.isEmpty() ? 0 : snapshots.get(0).name().offset();
        Gap gap = Gap.largest(segments);
        Long through = null;
        String reason = null;
        try {
            through = new Planner(log.of(), log, snapshots).restorableThrough();
        } catch (NotRestorableException e) {
            reason = e.getMessage();
        }
        return new Inspection(
                log.of().table(),
                log.of().partition(),
                snapshots.isEmpty() ? null : snapshots.get(0).name().ts(),
                through,
                reason,
                segments.size(),
                snapshots.size(),
                sum(segments) + snapshots.stream().mapToLong(SnapshotFile::bytes).sum(),
                newest == null ? null : newest.name().ts(),
                sum(segments.stream().filter(s -> s.name().to() > newestOffset).toList()),
                gap == null ? null : gap.millis,
                gap == null ? null : gap.fromMs,
                holes(log, first),
                retired(log, listing));
    }

    private static long sum(List<SegmentFile> segments) {
        return segments.stream().mapToLong(SegmentFile::bytes).sum();
    }

    private static long retired(PartitionLog log, SnapshotListing listing) {
        long below = listing.retiredBelow();
        long segments =
                log.files().stream()
                        .filter(f -> f.name().from() < f.name().to() && f.name().to() <= below)
                        .mapToLong(SegmentFile::bytes)
                        .sum();
        return segments
                + listing.all().stream()
                        .filter(s -> s.name().offset() < below)
                        .mapToLong(SnapshotFile::bytes)
                        .sum();
    }

    private static List<Hole> holes(PartitionLog log, long begin) {
        List<Hole> holes = new ArrayList<>();
        PartitionLog.Chain chain = log.chainFrom(begin);
        while (chain.beyondHole().isPresent()) {
            long next = chain.beyondHole().get().name().from();
            holes.add(new Hole(chain.end(), next));
            chain = log.chainFrom(next);
        }
        return holes;
    }

    private record Gap(long millis, long fromMs) {

        static @Nullable Gap largest(List<SegmentFile> segments) {
            Gap largest = null;
            long reached = Long.MIN_VALUE;
            for (SegmentFile segment : segments) {
                long millis = Math.max(0, segment.name().minTs() - reached);
                if (reached > Long.MIN_VALUE && (largest == null || millis > largest.millis)) {
                    largest = new Gap(millis, reached);
                }
                reached = Math.max(reached, segment.name().maxTs());
            }
            return largest;
        }
    }
}
