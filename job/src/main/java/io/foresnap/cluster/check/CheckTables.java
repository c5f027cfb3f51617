package io.foresnap.cluster.check;

import io.foresnap.changelog.Storage;
import io.foresnap.local.demo.changes.TableFeed;
import io.foresnap.local.demo.verify.Replay;
import io.foresnap.local.demo.workload.TableKind;
import io.foresnap.local.demo.workload.TableSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Made-up tables in a cluster's storage root, which change while the check runs. */
final class CheckTables implements AutoCloseable {

    private static final long BEFORE_MS = Duration.ofHours(1).toMillis();
    private static final int SEGMENTS_BEFORE = 6;
    private static final int ROWS = 80;
    private static final double CHANGES_PER_HOUR = 1800;
    private static final long GROW_MILLIS = 700;
    private static final int ROLLED_EVERY = 9;

    private final long snapshotMs;
    private final List<TableFeed> feeds = new ArrayList<>();
    private final Map<String, Replay> replays = new HashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread daemon = new Thread(task, "check-tables");
                        daemon.setDaemon(true);
                        return daemon;
                    });
    private int turn;
    private boolean paused;

    /**
     * @param storage stays the caller's to close
     * @param count how many tables
     */
    CheckTables(Storage storage, int count, long seed) throws IOException {
        snapshotMs = InstantSource.system().millis() - BEFORE_MS;
        for (int i = 0; i < count; i++) {
            TableSpec spec =
                    new TableSpec(
                            "shop.table_" + i,
                            TableKind.PERIODIC,
                            1 + i % 3,
                            ROWS,
                            CHANGES_PER_HOUR,
                            seed + i);
            Replay replay = new Replay(spec.partitions());
            replays.put(spec.name(), replay);
            feeds.add(
                    new TableFeed(
                            storage, spec, snapshotMs, replay::append, replay::completeThroughMs));
        }
    }

    /** Archives their snapshots, and the changes up to now. */
    void prepare() throws IOException {
        for (TableFeed feed : feeds) {
            feed.snapshot();
            for (int i = 1; i <= SEGMENTS_BEFORE; i++) {
                feed.advance(snapshotMs + BEFORE_MS * i / SEGMENTS_BEFORE);
            }
        }
    }

    /** From now on one table after the other gets a segment of its newest changes. */
    void grow() {
        thread.scheduleWithFixedDelay(
                this::growOne, GROW_MILLIS, GROW_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Stops them changing while storage is not there: what archives them does not try again. */
    synchronized void pause(boolean on) {
        paused = on;
    }

    private synchronized void growOne() {
        if (paused) {
            return;
        }
        TableFeed feed = feeds.get(turn % feeds.size());
        try {
            feed.advance(InstantSource.system().millis());
            if (turn % ROLLED_EVERY == 0) {
                feed.rollSnapshots();
            }
            turn++;
        } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    List<TableSpec> specs() {
        return feeds.stream().map(TableFeed::spec).toList();
    }

    Map<String, Replay> replays() {
        return replays;
    }

    /** The oldest target time. */
    long snapshotMs() {
        return snapshotMs;
    }

    /** What {@code latest} is at least. */
    long archivedThroughMs(String table) {
        return feeds.stream()
                .filter(feed -> feed.spec().name().equals(table))
                .mapToLong(TableFeed::archivedThroughMs)
                .findFirst()
                .orElse(Long.MIN_VALUE);
    }

    /** Why they stopped changing, if they did. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() throws InterruptedException {
        // Not shutdownNow: HDFS clients do not take well to being interrupted.
        thread.shutdown();
        thread.awaitTermination(10, TimeUnit.SECONDS);
    }
}
