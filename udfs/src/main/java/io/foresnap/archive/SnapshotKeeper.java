package io.foresnap.archive;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.Planner;
import io.foresnap.snapshot.SnapshotFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the snapshots of tables rolled forward. The durable listing is the only truth: what is due
 * follows from it at every look, and a snapshot appears whole or not at all, so there is nothing to
 * recover after a crash, and two keepers of one table do no more harm than the same work twice.
 *
 * <p>A snapshot is never made as of a time through which the whole table is not known to be
 * complete: a truncate in the log of one partition reaches the others as a copy that may come late,
 * and what a snapshot holds is never revised.
 */
public final class SnapshotKeeper {

    /** Log merged in one step: its runs are in memory, some times as large. */
    private static final long STEP_BYTES = 256L << 20;

    private final Storage storage;
    private final Retry retry;
    private final SnapshotPolicy policy;
    private final SnapshotRoller roller;
    private final LogBeginning.Finder beginnings;
    private final FirstSnapshots firsts;
    private final long stepBytes;

    /**
     * @param placeholders how the source marks unchanged columns
     * @param policy decides when
     */
    public SnapshotKeeper(
            Storage storage, Placeholders placeholders, Retry retry, SnapshotPolicy policy) {
        this(storage, placeholders, retry, policy, STEP_BYTES);
    }

    SnapshotKeeper(
            Storage storage,
            Placeholders placeholders,
            Retry retry,
            SnapshotPolicy policy,
            long stepBytes) {
        this.storage = storage;
        this.retry = retry;
        this.policy = policy;
        this.roller = new SnapshotRoller(storage, placeholders);
        this.beginnings = new LogBeginning.Finder(storage);
        this.firsts = new FirstSnapshots(beginnings);
        this.stepBytes = stepBytes;
    }

    /** Ids of all tables. */
    List<String> tables() throws IOException {
        return retry.run("list the tables", () -> Catalog.tables(storage));
    }

    /**
     * Finds what is due of a table.
     *
     * @param nowMs the job's time, epoch milliseconds
     * @param demand what is expected of its requests
     */
    TableLook look(String table, long nowMs, Demand demand) throws IOException {
        List<Planner> partitions = new ArrayList<>();
        for (int partition : retry.run("list " + table, () -> Catalog.partitions(storage, table))) {
            partitions.add(list(new TablePartition(table, partition)));
        }
        List<String> troubles = new ArrayList<>();
        long completeMs = completeThrough(partitions, troubles);
        List<SnapshotTask> due =
                new ArrayList<>(
                        retry.run(
                                "read where the logs of " + table + " begin",
                                () -> firsts.due(partitions, completeMs, troubles)));
        int waiting = 0;
        long logBytes = 0;
        for (Planner partition : partitions) {
            Optional<SnapshotFile> newest = newest(partition);
            if (newest.isEmpty() || newest.get().name().ts() >= completeMs) {
                continue;
            }
            SnapshotState state = state(partition, newest.get(), completeMs, nowMs, demand);
            SnapshotDecision decision = policy.decide(state);
            logBytes += state.logBytes();
            if (decision.due()) {
                due.add(next(state, completeMs, decision));
            } else {
                waiting++;
            }
        }
        return new TableLook(table, due, waiting, logBytes, troubles);
    }

    private Planner list(TablePartition of) throws IOException {
        return retry.run("list " + of, () -> Planner.list(storage, of));
    }

    /** The time through which every partition is complete: a table is as complete as its worst. */
    private long completeThrough(List<Planner> partitions, List<String> troubles)
            throws IOException {
        long complete = Long.MAX_VALUE;
        for (Planner partition : partitions) {
            long from = newest(partition).map(s -> s.name().offset()).orElse(-1L);
            if (from < 0) {
                from = beginnings.find(partition.log()).map(LogBeginning::offset).orElse(0L);
            }
            PartitionLog.Chain chain = partition.log().chainFrom(from);
            if (chain.beyondHole().isPresent()) {
                troubles.add(
                        "the log of %s has a hole at offset %d: no snapshot of its table is made"
                                        .formatted(partition.of(), chain.end())
                                + " behind it");
            }
            complete = Math.min(complete, partition.log().completeThrough(chain));
        }
        return complete;
    }

    private static Optional<SnapshotFile> newest(Planner partition) {
        List<SnapshotFile> snapshots = partition.snapshots();
        return snapshots.isEmpty()
                ? Optional.empty()
                : Optional.of(snapshots.get(snapshots.size() - 1));
    }

    private static SnapshotState state(
            Planner partition, SnapshotFile newest, long completeMs, long nowMs, Demand demand) {
        List<SegmentFile> behind =
                partition.behind(newest).stream()
                        .filter(s -> s.name().minTs() <= completeMs)
                        .toList();
        long waitingSince =
                behind.stream().mapToLong(s -> s.name().minTs()).min().orElse(Long.MAX_VALUE);
        return new SnapshotState(
                partition.of(),
                behind.stream().mapToLong(SegmentFile::bytes).sum(),
                behind.size(),
                newest.bytes(),
                Math.max(newest.name().ts(), waitingSince),
                nowMs,
                demand.outlook(partition.of()));
    }

    private static SnapshotTask next(
            SnapshotState state, long completeMs, SnapshotDecision decision) {
        return new SnapshotTask(
                state.of(),
                false,
                0,
                completeMs,
                decision.priority(),
                decision.reason(),
                state.logBytes() + state.snapshotBytes());
    }

    /**
     * Makes a snapshot.
     *
     * @return empty when nothing has changed since the newest
     */
    Optional<SnapshotReport> make(SnapshotTask task) throws IOException {
        long started = System.nanoTime();
        Optional<SnapshotFile> made =
                retry.run(
                        "make a snapshot of " + task.of(),
                        () ->
                                task.isFirst()
                                        ? Optional.of(
                                                roller.first(
                                                        task.of(), task.offset(), task.targetMs()))
                                        : roll(task));
        return made.map(
                file ->
                        new SnapshotReport(
                                task.of().table(),
                                task.of().partition(),
                                file.name().offset(),
                                file.name().ts(),
                                task.bytes(),
                                file.bytes(),
                                (System.nanoTime() - started) / 1_000_000,
                                task.reason(),
                                null));
    }

    /**
     * In steps, each a snapshot of its own, so that a long log needs no more memory than a step.
     */
    private Optional<SnapshotFile> roll(SnapshotTask task) throws IOException {
        Optional<SnapshotFile> newest = Optional.empty();
        long target;
        do {
            target = stepTarget(Planner.list(storage, task.of()), task.targetMs());
            Optional<SnapshotFile> rolled = roller.roll(task.of(), target);
            if (rolled.isEmpty()) {
                return newest;
            }
            newest = rolled;
        } while (target < task.targetMs());
        return newest;
    }

    private long stepTarget(Planner partition, long targetMs) {
        SnapshotFile base = newest(partition).orElse(SnapshotFile.NOTHING);
        long bytes = 0;
        long through = base.name().ts();
        for (SegmentFile segment : partition.log().chainFrom(base.name().offset()).segments()) {
            bytes += segment.bytes();
            if (bytes > stepBytes && through > base.name().ts()) {
                return Math.min(through, targetMs);
            }
            through = Math.max(through, segment.name().maxTs());
        }
        return targetMs;
    }
}
