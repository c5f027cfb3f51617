package io.foresnap.local.demo;

import io.foresnap.changelog.Storage;
import io.foresnap.event.VirtualClock;
import io.foresnap.local.demo.changes.TableFeed;
import io.foresnap.local.demo.verify.Replay;
import io.foresnap.local.demo.workload.TableSpec;
import io.foresnap.local.demo.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The change logs of a workload's tables: filled before it begins, growing while it runs. */
final class DemoArchive implements AutoCloseable {

    private static final int THREADS = 2;

    /** What HDFS on two shared cores takes beside the backups. */
    private static final double SEGMENTS_PER_SECOND = 30;

    /** A snapshot is rolled after so many segments. */
    private static final int SEGMENTS_PER_SNAPSHOT = 6;

    private final Workload workload;
    private final long snapshotMs;
    private final Map<String, TableFeed> feeds = new HashMap<>();
    private final Map<String, Replay> replays = new HashMap<>();
    private final ScheduledExecutorService scheduler;
    private final AtomicInteger prepared = new AtomicInteger();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    private DemoArchive(Workload workload, long snapshotMs) {
        this.workload = workload;
        this.snapshotMs = snapshotMs;
        this.scheduler =
                Executors.newScheduledThreadPool(
                        THREADS,
                        task -> {
                            Thread thread = new Thread(task, "demo-archive");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** The tables, nothing of them archived yet. */
    static DemoArchive of(Workload workload, Storage storage, long snapshotMs) throws IOException {
        DemoArchive archive = new DemoArchive(workload, snapshotMs);
        for (TableSpec spec : workload.tables()) {
            Replay replay = new Replay(spec.partitions());
            archive.replays.put(spec.name(), replay);
            archive.feeds.put(
                    spec.name(),
                    new TableFeed(
                            storage, spec, snapshotMs, replay::append, replay::completeThroughMs));
        }
        return archive;
    }

    /** Archives every table's snapshot, and a first segment with the changes up to {@code toMs}. */
    void prepare(long toMs) throws IOException {
        List<Future<?>> waiting = new ArrayList<>();
        for (TableFeed feed : feeds.values()) {
            waiting.add(
                    scheduler.submit(
                            () -> {
                                feed.snapshot();
                                feed.advance(toMs);
                                return prepared.incrementAndGet();
                            }));
        }
        for (Future<?> one : waiting) {
            await(one);
        }
    }

    private static void await(Future<?> future) throws IOException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new IOException("could not archive a table: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while archiving the tables", e);
        }
    }

    /** How many tables {@link #prepare} is done with. */
    int prepared() {
        return prepared.get();
    }

    /** Closes segments at their interval while the clock runs; the tables take turns. */
    void grow(VirtualClock clock) {
        long everyMachineMs =
                Math.max(1, (long) (segmentIntervalMs(clock.speed()) / clock.speed()));
        int turn = 0;
        for (TableFeed feed : feeds.values()) {
            long delay = clock.machineMillisUntil(workload.startMs());
            long phase = everyMachineMs * turn++ / feeds.size();
            AtomicInteger segments = new AtomicInteger(turn);
            scheduler.scheduleAtFixedRate(
                    () -> grow(feed, clock.nowMs(), segments.incrementAndGet()),
                    delay + phase,
                    everyMachineMs,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void grow(TableFeed feed, long nowMs, int segments) {
        try {
            feed.advance(nowMs);
            if (segments % SEGMENTS_PER_SNAPSHOT == 0) {
                feed.rollSnapshots();
            }
        } catch (IOException | RuntimeException e) {
            failure.compareAndSet(
                    null, new IOException("could not archive " + feed.spec().name() + ": " + e, e));
        }
    }

    /**
     * How much of the workload's time a segment covers: one prediction interval, or more where
     * closing all tables' segments so often would be too much for the machine.
     */
    long segmentIntervalMs(double speed) {
        double affordable = workload.partitions() / SEGMENTS_PER_SECOND * 1000 * speed;
        return Math.max(workload.interval().toMillis(), (long) affordable);
    }

    /** What {@code latest} is at least, and the newest target time that can be asked for. */
    long archivedThroughMs(String table) {
        TableFeed feed = feeds.get(table);
        return feed == null ? Long.MIN_VALUE : feed.archivedThroughMs();
    }

    /** When the tables' first snapshots are taken: the oldest target time. */
    long snapshotMs() {
        return snapshotMs;
    }

    /** The replay of each table. */
    Map<String, Replay> replays() {
        return replays;
    }

    /** Why archiving failed, if it did. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        // Not shutdownNow: HDFS clients do not take well to being interrupted.
        scheduler.shutdown();
        try {
            scheduler.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
