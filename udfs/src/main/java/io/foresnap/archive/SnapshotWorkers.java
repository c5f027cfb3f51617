package io.foresnap.archive;

import io.foresnap.changelog.Retry;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads behind a {@link SnapshotKeeper}: one looks at the tables, a few make what is due, the
 * most urgent first. A newer look replaces what still waits. A partition whose snapshot failed, or
 * that had nothing to roll, is left alone for a while, longer each time.
 */
final class SnapshotWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWorkers.class);
    private static final long LONGEST_PAUSE_MS = TimeUnit.HOURS.toMillis(1);

    /** Until when a partition is left alone, and after how many attempts in vain. */
    private record Pause(int attempts, long untilMs) {}

    private final SnapshotKeeper keeper;
    private final Demand demand;
    private final Predicate<String> mine;
    private final long checkMs;
    private final ExecutorService looker;
    private final ExecutorService makers;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Queue<SnapshotReport> reports = new ConcurrentLinkedQueue<>();
    private final Set<String> told = new HashSet<>();

    /** Guarded by this. */
    private final Map<TablePartition, SnapshotTask> waiting = new HashMap<>();

    /** Guarded by this. */
    private final Set<TablePartition> making = new HashSet<>();

    /** When a partition's newest task ended, nanoseconds; guarded by this. */
    private final Map<TablePartition, Long> finished = new HashMap<>();

    /** Guarded by this. */
    private final Map<TablePartition, Pause> pauses = new HashMap<>();

    private volatile long logBytes;
    private volatile int troubles;
    private volatile long skipped;

    /**
     * @param mine which tables these workers answer for
     * @param checkMs how often a look is asked for, milliseconds of the job's time
     * @param parallelism snapshots made at the same time
     */
    SnapshotWorkers(
            SnapshotKeeper keeper,
            Demand demand,
            Predicate<String> mine,
            long checkMs,
            int parallelism) {
        this.keeper = keeper;
        this.demand = demand;
        this.mine = mine;
        this.checkMs = checkMs;
        this.looker = Executors.newSingleThreadExecutor(task -> thread(task, "look"));
        this.makers = Executors.newFixedThreadPool(parallelism, task -> thread(task, "make"));
    }

    private static Thread thread(Runnable task, String what) {
        Thread thread = new Thread(task, "foresnap-snapshot-" + what);
        thread.setDaemon(true);
        return thread;
    }

    /** Has all tables looked at, unless that is going on. */
    void look(long nowMs) {
        if (looking.compareAndSet(false, true)) {
            looker.execute(
                    () -> {
                        try {
                            lookAtAll(nowMs);
                        } catch (IOException | RuntimeException e) {
                            LOG.warn("Cannot look for snapshots that are due", e);
                        } finally {
                            looking.set(false);
                        }
                    });
        }
    }

    private void lookAtAll(long nowMs) throws IOException {
        long bytes = 0;
        List<String> found = new ArrayList<>();
        for (String table : keeper.tables()) {
            if (mine.test(table)) {
                try {
                    long begun = System.nanoTime();
                    TableLook look = keeper.look(table, nowMs, demand);
                    bytes += look.logBytes();
                    skipped += look.waiting();
                    found.addAll(look.troubles());
                    offer(look, nowMs, begun);
                } catch (IOException | RuntimeException e) {
                    // The other tables' snapshots must not wait for this one's storage.
                    LOG.warn("Cannot look for snapshots that are due of {}", table, e);
                }
            }
        }
        logBytes = bytes;
        troubles = found.size();
        tell(found);
    }

    /** Each trouble once, until it has gone. */
    private void tell(List<String> found) {
        told.retainAll(found);
        for (String trouble : found) {
            if (told.add(trouble)) {
                LOG.warn("{}", trouble);
            }
        }
    }

    private synchronized void offer(TableLook look, long nowMs, long begunNanos) {
        Set<TablePartition> due = new HashSet<>();
        for (SnapshotTask task : look.due()) {
            Pause pause = pauses.get(task.of());
            Long done = finished.get(task.of());
            // What has been made since the look began was not in its listing.
            if (making.contains(task.of())
                    || done != null && done - begunNanos > 0
                    || pause != null && nowMs < pause.untilMs) {
                continue;
            }
            due.add(task.of());
            if (waiting.put(task.of(), task) == null) {
                makers.execute(() -> makeMostUrgent(nowMs));
            }
        }
        waiting.keySet().removeIf(of -> of.table().equals(look.table()) && !due.contains(of));
    }

    private void makeMostUrgent(long nowMs) {
        SnapshotTask task = takeMostUrgent();
        if (task == null) {
            return; // A newer look found it no longer due.
        }
        boolean made = false;
        try {
            Optional<SnapshotReport> report = keeper.make(task);
            made = report.isPresent();
            report.ifPresent(this::made);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Memory, too: a partition that is too large must not end the worker.
            LOG.warn("Cannot make a snapshot of {} ({})", task.of(), task.reason(), e);
            reports.add(failure(task, Retry.reason(e)));
        } finally {
            done(task.of(), made, nowMs);
        }
    }

    private synchronized @Nullable SnapshotTask takeMostUrgent() {
        SnapshotTask first =
                waiting.values().stream()
                        .max(Comparator.comparingDouble(SnapshotTask::priority))
                        .orElse(null);
        if (first != null) {
            waiting.remove(first.of());
            making.add(first.of());
        }
        return first;
    }

    private synchronized void done(TablePartition of, boolean made, long nowMs) {
        making.remove(of);
        finished.put(of, System.nanoTime());
        if (made) {
            pauses.remove(of);
        } else {
            int attempts = pauses.getOrDefault(of, new Pause(0, 0)).attempts;
            long pause = Math.min(LONGEST_PAUSE_MS, checkMs << Math.min(attempts, 20));
            pauses.put(of, new Pause(attempts + 1, nowMs + Math.max(checkMs, pause)));
        }
    }

    private void made(SnapshotReport report) {
        LOG.info(
                "Snapshot at offset {}, {} in {} ms; {}",
                report.offset(),
                SnapshotPolicy.bytes(report.bytesWritten()),
                report.millis(),
                report.reason());
        reports.add(report);
    }

    private static SnapshotReport failure(SnapshotTask task, String why) {
        return new SnapshotReport(
                task.of().table(),
                task.of().partition(),
                -1,
                task.targetMs(),
                0,
                0,
                0,
                task.reason(),
                why);
    }

    /** The next report that nobody has taken, or null. */
    @Nullable SnapshotReport nextReport() {
        return reports.poll();
    }

    /** Log behind the newest snapshots, as of the newest look. */
    long logBytes() {
        return logBytes;
    }

    /** Partitions that cannot get snapshots, as of the newest look. */
    int troubles() {
        return troubles;
    }

    /** How often a partition was looked at and its snapshot was not due. */
    long skipped() {
        return skipped;
    }

    /** Snapshots that wait for a thread. */
    synchronized int queueLength() {
        return waiting.size();
    }

    @Override
    public void close() {
        looker.shutdownNow();
        makers.shutdownNow();
        try {
            if (!looker.awaitTermination(5, TimeUnit.SECONDS)
                    || !makers.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Snapshot workers still wait for storage; left to end by themselves");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
