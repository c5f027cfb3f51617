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

    private final Workload workload;
    private final StorageProfile storage;
    private final long snapshotMs;
    private final Map<String, TableFeed> feeds = new HashMap<>();
    private final Map<String, Replay> replays = new HashMap<>();
    private final ScheduledExecutorService scheduler;
    private final AtomicInteger prepared = new AtomicInteger();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    private DemoArchive(Workload workload, StorageProfile profile, long snapshotMs) {
        this.workload = workload;
        this.storage = profile;
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
    static DemoArchive of(
            Workload workload, Storage storage, StorageProfile profile, long snapshotMs)
            throws IOException {
        DemoArchive archive = new DemoArchive(workload, profile, snapshotMs);
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

    /** Archives every table's snapshot, and first segments with the changes up to {@code toMs}. */
    void prepare(long toMs) throws IOException {
        List<Future<?>> waiting = new ArrayList<>();
        for (TableFeed feed : feeds.values()) {
            waiting.add(
                    scheduler.submit(
                            () -> {
                                feed.snapshot();
                                advance(feed, toMs);
                                return prepared.incrementAndGet();
                            }));
        }
        for (Future<?> one : waiting) {
            await(one);
        }
    }

    private void advance(TableFeed feed, long toMs) throws IOException {
        int segments = storage.segmentsBefore();
        for (int i = 1; i <= segments; i++) {
            feed.advance(snapshotMs + (toMs - snapshotMs) * i / segments);
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
            if (segments % storage.segmentsPerSnapshot() == 0) {
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
        double affordable = workload.partitions() / storage.segmentsPerSecond() * 1000 * speed;
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
