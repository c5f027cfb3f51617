package io.foresnap.merge;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One partition's files as listed at one moment, and the plans that can be made of them.
 *
 * @param of the partition
 * @param log its segments
 * @param snapshots its snapshots in order of offset
 */
public record Planner(TablePartition of, PartitionLog log, List<SnapshotFile> snapshots) {

    /** Lists a partition. */
    public static Planner list(Storage storage, TablePartition of) throws IOException {
        return new Planner(of, Catalog.partition(storage, of), Snapshots.list(storage, of));
    }

    /** The time through which this partition can be restored. */
    public long restorableThrough() throws NotRestorableException {
        SnapshotFile first = oldest();
        // From the newest snapshot the chain is shortest; an older hole does not matter then.
        SnapshotFile newest = snapshots.get(snapshots.size() - 1);
        PartitionLog.Chain chain = log.chainFrom(newest.name().offset());
        refuseHole(chain);
        return Math.max(first.name().ts(), log.completeThrough(chain));
    }

    /**
     * The plan for a target time.
     *
     * @throws NotRestorableException when the target is outside the restorable window or the log
     *     has a hole before it
     */
    public PartitionPlan plan(long targetMs) throws NotRestorableException {
        SnapshotFile oldest = oldest();
        Optional<SnapshotFile> base = newestAtOrBefore(targetMs);
        if (base.isEmpty()) {
            throw new NotRestorableException(
                    of
                            + " can be restored only from "
                            + Instant.ofEpochMilli(oldest.name().ts())
                            + " on, not as of "
                            + Instant.ofEpochMilli(targetMs));
        }
        SnapshotFile snapshot = base.get();
        PartitionLog.Chain chain = log.chainFrom(snapshot.name().offset());
        if (indexOfCut(chain.segments(), targetMs) < 0) {
            refuseHole(chain);
        }
        long through = Math.max(snapshot.name().ts(), log.completeThrough(chain));
        if (targetMs > through) {
            throw NotRestorableException.notYet(
                    of
                            + " can be restored through "
                            + Instant.ofEpochMilli(through)
                            + ", not yet as of "
                            + Instant.ofEpochMilli(targetMs));
        }
        return plan(snapshot, chain, targetMs);
    }

    /**
     * The plan for a target time that somebody may ask for: as far towards it as the log reaches,
     * or for the newest time where the target lies before all snapshots.
     *
     * @throws NotRestorableException when nothing can be restored, or the log has a hole
     */
    public PartitionPlan planTowards(long targetMs) throws NotRestorableException {
        long through = restorableThrough();
        return plan(targetMs < oldest().name().ts() ? through : Math.min(targetMs, through));
    }

    /**
     * The plan of a first snapshot: the log from its beginning up to a target time, before which
     * there was no row. It does not ask whether the log is complete by then.
     *
     * @param offset where the log begins
     */
    public PartitionPlan planFromNothing(long offset, long targetMs) {
        return plan(SnapshotFile.NOTHING, log.chainFrom(offset), targetMs);
    }

    private PartitionPlan plan(SnapshotFile snapshot, PartitionLog.Chain chain, long targetMs) {
        int last = indexOfCut(chain.segments(), targetMs);
        long needed = last < 0 ? chain.segments().size() : last + 1L;
        Stream<SegmentFile> late =
                chain.segments().stream().skip(needed).filter(s -> s.name().minTs() <= targetMs);
        Stream<SegmentFile> copies =
                truncateCopiesBehind(snapshot).filter(s -> s.name().minTs() <= targetMs);
        return new PartitionPlan(
                of.partition(),
                snapshot,
                Stream.of(chain.segments().stream().limit(needed), late, copies)
                        .flatMap(files -> files)
                        .toList(),
                targetMs);
    }

    /** The truncates of other partitions that are not in a snapshot. */
    private Stream<SegmentFile> truncateCopiesBehind(SnapshotFile snapshot) {
        return log.truncateCopies().stream()
                .filter(s -> s.name().maxTs() - 1 > snapshot.name().ts());
    }

    /**
     * Everything in the log behind a snapshot, as far as there is no hole: segments in order, then
     * truncates copied from other partitions.
     */
    public List<SegmentFile> behind(SnapshotFile snapshot) {
        return Stream.concat(
                        log.chainFrom(snapshot.name().offset()).segments().stream(),
                        truncateCopiesBehind(snapshot))
                .toList();
    }

    /**
     * The files that hold every change archived so far between two times, with the state before
     * them: from a snapshot older than that, or from the oldest, before which the log has no
     * changes. Unlike a plan for a backup it does not ask whether the log is complete by then.
     */
    PartitionPlan planWithChangesFrom(long fromMs, long untilMs) throws NotRestorableException {
        SnapshotFile oldest = oldest();
        SnapshotFile snapshot = newestAtOrBefore(fromMs - 1).orElse(oldest);
        List<SegmentFile> segments =
                log.chainFrom(snapshot.name().offset()).segments().stream()
                        .filter(s -> s.name().minTs() <= untilMs)
                        .toList();
        return new PartitionPlan(of.partition(), snapshot, segments, untilMs);
    }

    private SnapshotFile oldest() throws NotRestorableException {
        if (snapshots.isEmpty()) {
            throw new NotRestorableException(of + " has no snapshot to start from");
        }
        return snapshots.get(0);
    }

    /** The newest snapshot at or before a time: what a plan for that time starts from. */
    public Optional<SnapshotFile> newestAtOrBefore(long timeMs) {
        return snapshots.stream()
                .filter(s -> s.name().ts() <= timeMs)
                .reduce((older, newer) -> newer);
    }

    /** The first segment with a change after the target: the cut lies in it; -1 when none. */
    private static int indexOfCut(List<SegmentFile> segments, long targetMs) {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).name().maxTs() > targetMs) {
                return i;
            }
        }
        return -1;
    }

    private void refuseHole(PartitionLog.Chain chain) throws NotRestorableException {
        if (chain.beyondHole().isPresent()) {
            throw new NotRestorableException(
                    "the change log of "
                            + of
                            + " has a hole: offsets ["
                            + chain.end()
                            + ", "
                            + chain.beyondHole().get().name().from()
                            + ") are missing");
        }
    }
}
