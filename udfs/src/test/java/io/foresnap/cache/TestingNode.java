package io.foresnap.cache;

import io.foresnap.Runs;
import io.foresnap.changelog.CachedFile;
import io.foresnap.event.TablePartition;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A node's cache whose time passes when it is told to, and what tables it serves. */
final class TestingNode {

    static final int KIB = 1 << 10;
    static final long WINDOW = 300_000;

    final AtomicLong nowMs = new AtomicLong(1_772_000_000_000L);
    final ArrayDeque<Runnable> compactions = new ArrayDeque<>();
    final RunCache cache;

    private TestingNode(CacheSettings settings, @Nullable DiskStore store, Executor writer) {
        cache =
                new RunCache(
                        settings,
                        new MemoryTier.Machinery(
                                nowMs::get,
                                () -> nowMs.get() * 1_000_000,
                                Runnable::run,
                                new Compactor(compactions::add)),
                        store,
                        writer);
    }

    static TestingNode ofMemory(long bytes) {
        return new TestingNode(CacheSettings.ofMemory(bytes), null, Runnable::run);
    }

    /** Writes to disk at once. */
    static TestingNode withDisk(long memoryBytes, DiskStore store, long diskBytes) {
        return withDisk(memoryBytes, store, diskBytes, Runnable::run);
    }

    static TestingNode withDisk(
            long memoryBytes, DiskStore store, long diskBytes, Executor writer) {
        CacheSettings settings =
                CacheSettings.ofMemory(memoryBytes)
                        .withDisk(java.nio.file.Path.of("in", "tests"), diskBytes);
        return new TestingNode(settings, store, writer);
    }

    /** The same where files are decoded in another way. */
    static TestingNode decoding(int decoding, long memoryBytes, DiskStore store, long diskBytes) {
        CacheSettings settings =
                CacheSettings.ofMemory(memoryBytes)
                        .withDisk(java.nio.file.Path.of("in", "tests"), diskBytes)
                        .withDecoding(decoding);
        return new TestingNode(settings, store, Runnable::run);
    }

    static TablePartition table(int number) {
        return new TablePartition("public.t" + number, 0);
    }

    static String snapshot(int table) {
        return "hdfs://n/r/snapshots/public.t%d/0/%020d-x.avro".formatted(table, 0);
    }

    static String segment(int table, int number) {
        return "hdfs://n/r/changelog/public.t%d/0/%020d-%020d-x.avro"
                .formatted(table, number * 10, number * 10 + 10);
    }

    void pass(double windows) {
        nowMs.addAndGet((long) (windows * WINDOW));
    }

    /** A request that has to fetch all it needs but what is cached. */
    void request(int table, int files, int bytes) {
        cache.requested(table(table), (long) files * bytes);
        for (int i = 0; i < files; i++) {
            String path = path(table, i);
            if (cache.get(path) == null) {
                cache.putDemanded(path, Runs.ofSize(bytes), bytes);
            }
        }
    }

    /** A prediction for the window that begins, and its prefetch. */
    void prefetch(int table, double probability, int files, int bytes) {
        cache.predicted(table(table), probability, nowMs.get(), (long) files * bytes);
        for (int i = 0; i < files; i++) {
            cache.putPrefetched(path(table, i), Runs.ofSize(bytes), bytes, WINDOW);
        }
    }

    /** The snapshot, then segments. */
    static String path(int table, int file) {
        return file == 0 ? snapshot(table) : segment(table, file - 1);
    }

    /** How many of a table's files are here. */
    int held(int table, int files) {
        int held = 0;
        for (int i = 0; i < files; i++) {
            held += cache.contains(path(table, i)) ? 1 : 0;
        }
        return held;
    }

    byte[] bytes(String path) {
        CachedFile file = cache.get(path);
        return Objects.requireNonNull(file, path).bytes();
    }
}
