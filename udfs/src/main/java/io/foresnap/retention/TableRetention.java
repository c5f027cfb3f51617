package io.foresnap.retention;

import io.foresnap.archive.SnapshotRoller;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.lease.Leases;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.snapshot.RetiredMark;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;

/** Retires and removes one table's files; see the package for why in this order. */
final class TableRetention {

    private final Storage storage;
    private final SnapshotRoller roller;
    private final MovedIn movedIn;

    TableRetention(Storage storage, Placeholders placeholders) {
        this.storage = storage;
        this.roller = new SnapshotRoller(storage, placeholders);
        this.movedIn = new MovedIn(storage, placeholders);
    }

    /** Publishes which files no restorable point since a time needs. Removes nothing. */
    void retire(String table, long sinceMs, boolean dryRun, RetentionReport report)
            throws IOException {
        List<KeptPartition> partitions = list(table);
        long keepFrom = keepFrom(partitions, sinceMs, report);
        Map<KeptPartition, SnapshotFile> bases = bases(partitions, keepFrom);
        List<KeptPartition> needing = needing(bases);
        // A base that has moved up may be what another partition lacks: once more, each but once.
        for (int round = 0; !needing.isEmpty() && round < partitions.size(); round++) {
            if (!moveUp(needing, keepFrom, dryRun, report)) {
                return;
            }
            if (dryRun) {
                break;
            }
            partitions = list(table);
            bases = bases(partitions, keepFrom);
            needing = needing(bases);
        }
        if (!needing.isEmpty() && !dryRun) {
            report.leftAlone(table + ": rows moved between partitions around the window's begin");
            return;
        }
        for (KeptPartition partition : partitions) {
            SnapshotFile base = bases.get(partition);
            if (base != null) {
                retire(partition, base, dryRun, report);
            }
        }
    }

    private boolean moveUp(
            List<KeptPartition> partitions, long keepFrom, boolean dryRun, RetentionReport report)
            throws IOException {
        for (KeptPartition partition : partitions) {
            report.snapshot(
                    partition.of()
                            + " as of "
                            + Instant.ofEpochMilli(keepFrom)
                            + ", for rows that moved here from partitions whose files go");
            if (dryRun) {
                continue;
            }
            try {
                roller.roll(partition.of(), keepFrom);
            } catch (NotRestorableException e) {
                report.leftAlone(partition.of().table() + ": " + e.getMessage());
                return false;
            }
        }
        return true;
    }

    private List<KeptPartition> list(String table) throws IOException {
        List<KeptPartition> partitions = new ArrayList<>();
        for (int partition : Catalog.partitions(storage, table)) {
            partitions.add(KeptPartition.list(storage, new TablePartition(table, partition)));
        }
        return partitions;
    }

    /** The table's latest state stays restorable, too, however old it is. */
    private static long keepFrom(
            List<KeptPartition> partitions, long sinceMs, RetentionReport report) {
        long keepFrom = sinceMs;
        for (KeptPartition partition : partitions) {
            try {
                keepFrom = Math.min(keepFrom, partition.planner().restorableThrough());
            } catch (NotRestorableException e) {
                report.leftAlone(String.valueOf(e.getMessage()));
            }
        }
        return keepFrom;
    }

    /** For each partition that has one, the snapshot that its oldest restorable point needs. */
    private static Map<KeptPartition, SnapshotFile> bases(
            List<KeptPartition> partitions, long keepFrom) {
        Map<KeptPartition, SnapshotFile> bases = new LinkedHashMap<>();
        for (KeptPartition partition : partitions) {
            partition
                    .planner()
                    .newestAtOrBefore(keepFrom)
                    .ifPresent(base -> bases.put(partition, base));
        }
        return bases;
    }

    private static boolean isNews(KeptPartition partition, SnapshotFile base) {
        return base.name().offset() > partition.snapshots().retiredBelow()
                && !partition.before(base).isEmpty();
    }

    /** Partitions with an insert behind their base that needs a row from before another's. */
    private List<KeptPartition> needing(Map<KeptPartition, SnapshotFile> bases) throws IOException {
        List<KeptPartition> needing = new ArrayList<>();
        if (bases.size() < 2
                || bases.entrySet().stream().noneMatch(e -> isNews(e.getKey(), e.getValue()))) {
            return needing;
        }
        for (Map.Entry<KeptPartition, SnapshotFile> own : bases.entrySet()) {
            long latest =
                    bases.entrySet().stream()
                            .filter(other -> other.getKey() != own.getKey())
                            .mapToLong(other -> other.getValue().name().ts())
                            .max()
                            .orElse(Long.MIN_VALUE);
            if (movedIn.existsBy(own.getKey(), own.getValue(), latest)) {
                needing.add(own.getKey());
            }
        }
        return needing;
    }

    private void retire(
            KeptPartition partition, SnapshotFile base, boolean dryRun, RetentionReport report)
            throws IOException {
        PartitionLog.Chain chain = partition.log().chainFrom(base.name().offset());
        if (chain.beyondHole().isPresent()) {
            report.leftAlone(
                    "the change log of "
                            + partition.of()
                            + " has a hole: offsets ["
                            + chain.end()
                            + ", "
                            + chain.beyondHole().get().name().from()
                            + ") are missing");
            return;
        }
        if (dryRun) {
            partition.before(base).forEach(report::add);
        } else if (isNews(partition, base)) {
            publish(partition.of(), base);
        }
    }

    /** The file's time is given when it appears: whoever listed before has an older lease. */
    private void publish(TablePartition of, SnapshotFile base) throws IOException {
        Path folder = storage.directory(Snapshots.KIND, of.table(), of.partition());
        Path mark = new Path(folder, RetiredMark.fileName(base.name().offset()));
        try {
            storage.fileSystem().create(mark, false).close();
        } catch (FileAlreadyExistsException anotherWasFirst) {
            // Retired all the same.
        }
    }

    /** Removes what was retired long enough ago and is read by nobody. */
    void remove(String table, Leases leases, Duration grace, RetentionReport report)
            throws IOException {
        for (KeptPartition partition : list(table)) {
            for (RetiredMark mark : partition.snapshots().retired()) {
                if (!remove(partition, mark, leases, grace, report)) {
                    break;
                }
            }
        }
    }

    private boolean remove(
            KeptPartition partition,
            RetiredMark mark,
            Leases leases,
            Duration grace,
            RetentionReport report)
            throws IOException {
        Optional<SnapshotFile> base = partition.firstFrom(mark.offset());
        if (base.isEmpty() || base.get().name().offset() != mark.offset()) {
            report.leftAlone(
                    partition.of() + ": the snapshot at offset " + mark.offset() + " is missing");
            return false;
        }
        Removal.State state = stateOf(mark, leases, grace);
        for (Removal each : partition.before(base.get())) {
            if (state == Removal.State.REMOVED) {
                storage.fileSystem().delete(new Path(each.path()), false);
            }
            report.add(each.in(state));
        }
        if (state != Removal.State.REMOVED) {
            return false;
        }
        for (Removal old : partition.oldMarks()) {
            storage.fileSystem().delete(new Path(old.path()), false);
            report.add(old.in(state));
        }
        storage.fileSystem().delete(mark.path(), false);
        return true;
    }

    private static Removal.State stateOf(RetiredMark mark, Leases leases, Duration grace) {
        if (leases.nowMs() - mark.sinceMs() < grace.toMillis()) {
            return Removal.State.RETIRED;
        }
        return leases.noneBefore(mark.sinceMs()) ? Removal.State.REMOVED : Removal.State.HELD;
    }
}
