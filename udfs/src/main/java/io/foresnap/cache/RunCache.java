package io.foresnap.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.foresnap.changelog.CachedFile;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sorted runs and snapshots, made of immutable files, by the files' paths. A path's last part holds
 * the file's checksum, so an entry can never be stale.
 *
 * <p>Bounded in bytes by Caffeine. What was prefetched and not used leaves when the window ends
 * that it was fetched for: a wrong prediction costs its space only that long. Caffeine admits by
 * frequency of use (W-TinyLFU), and something prefetched has not been used yet; a few look-ups at
 * insertion stand for the use that is predicted.
 */
public final class RunCache {

    private static final int PREDICTED_USES = 4;
    private static final int ENTRY_OVERHEAD = 200;

    /** What is held of a file is one array, of less than 2 GiB. */
    private static final long LARGEST_FILE = 1 << 30;

    private final Cache<String, Entry> cache;
    private final long capacity;
    private final AtomicLong prefetchedBytes = new AtomicLong();
    private final AtomicLong usedPrefetchedBytes = new AtomicLong();
    private final AtomicLong unusedEvictedBytes = new AtomicLong();
    private final Map<String, Map<String, CachedPath>> byPartition = new ConcurrentHashMap<>();
    private final Set<Integer> servingSubtasks = ConcurrentHashMap.newKeySet();

    /** A file's content and how it came here. */
    private static final class Entry {
        final CachedFile file;
        final long sourceBytes;
        final long nanosToLive;
        final AtomicBoolean unusedPrefetch;

        Entry(CachedFile file, long sourceBytes, long nanosToLive, boolean prefetched) {
            this.file = file;
            this.sourceBytes = sourceBytes;
            this.nanosToLive = nanosToLive;
            this.unusedPrefetch = new AtomicBoolean(prefetched);
        }

        int weight() {
            return file.sizeInBytes() + ENTRY_OVERHEAD;
        }
    }

    /**
     * @param capacityBytes most bytes held
     * @param ticker time for what expires
     * @param maintenance runs evictions
     */
    public RunCache(long capacityBytes, Ticker ticker, Executor maintenance) {
        this.capacity = capacityBytes;
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(capacityBytes)
                        .weigher((String path, Entry entry) -> entry.weight())
                        .expireAfter(new UntilWindowEnds())
                        .ticker(ticker)
                        .executor(maintenance)
                        .removalListener(
                                (@Nullable String path,
                                        @Nullable Entry entry,
                                        RemovalCause cause) -> removed(path, entry, cause))
                        .build();
    }

    /** With the machine's time, evicting as part of each write. */
    public RunCache(long capacityBytes) {
        this(capacityBytes, Ticker.systemTicker(), Runnable::run);
    }

    private void removed(@Nullable String path, @Nullable Entry entry, RemovalCause cause) {
        if (path != null && cause != RemovalCause.REPLACED) {
            CachedPath.of(path)
                    .ifPresent(
                            file ->
                                    byPartition.computeIfPresent(
                                            file.partition(), (p, files) -> without(files, path)));
        }
        if (entry != null && entry.unusedPrefetch.get() && cause.wasEvicted()) {
            unusedEvictedBytes.addAndGet(entry.sourceBytes);
        }
    }

    /** What is held of a file, for a request; counts as use. */
    public @Nullable CachedFile get(String path) {
        Entry entry = cache.getIfPresent(path);
        if (entry == null) {
            return null;
        }
        if (entry.unusedPrefetch.compareAndSet(true, false)) {
            usedPrefetchedBytes.addAndGet(entry.sourceBytes);
            // Writing it again lets it live on: what was right once is kept like any other.
            cache.put(path, new Entry(entry.file, entry.sourceBytes, Long.MAX_VALUE, false));
        }
        return entry.file;
    }

    /** Whether a file is here; not a use. */
    public boolean contains(String path) {
        return cache.asMap().containsKey(path);
    }

    /**
     * Keeps what a request had to fetch.
     *
     * @param sourceBytes the file's size in durable storage
     */
    public void putDemanded(String path, CachedFile file, long sourceBytes) {
        put(path, new Entry(file, sourceBytes, Long.MAX_VALUE, false));
    }

    /**
     * Keeps what was prefetched, unless it is here already.
     *
     * @param lifetimeMs until the predicted window ends, milliseconds of the machine's clock
     */
    public void putPrefetched(String path, CachedFile file, long sourceBytes, long lifetimeMs) {
        if (contains(path) || lifetimeMs <= 0) {
            return;
        }
        prefetchedBytes.addAndGet(sourceBytes);
        Entry entry = new Entry(file, sourceBytes, TimeUnit.MILLISECONDS.toNanos(lifetimeMs), true);
        for (int i = 0; i < PREDICTED_USES && !contains(path); i++) {
            put(path, entry);
        }
    }

    /**
     * Lets what was prefetched stay longer: it has been predicted again.
     *
     * @param lifetimeMs until the newer window ends, milliseconds of the machine's clock
     */
    public void keepFor(String path, long lifetimeMs) {
        cache.policy()
                .expireVariably()
                .ifPresent(
                        expiry -> {
                            Duration wanted = Duration.ofMillis(lifetimeMs);
                            Optional<Duration> left = expiry.getExpiresAfter(path);
                            if (left.isPresent() && left.get().compareTo(wanted) < 0) {
                                expiry.setExpiresAfter(path, wanted);
                            }
                        });
    }

    private void put(String path, Entry entry) {
        if (entry.weight() > capacity) {
            return;
        }
        CachedPath.of(path).ifPresent(file -> register(path, file));
        cache.put(path, entry);
    }

    /** Notes a file; a snapshot makes what lies before it worthless for the newest times. */
    private void register(String path, CachedPath file) {
        Map<String, CachedPath> files =
                byPartition.compute(
                        file.partition(),
                        (p, known) -> {
                            Map<String, CachedPath> all =
                                    known == null ? new ConcurrentHashMap<>() : known;
                            all.put(path, file);
                            return all;
                        });
        if (file.isSnapshot()) {
            files.forEach(
                    (other, known) -> {
                        if (known.end() <= file.end() && !other.equals(path)) {
                            cache.invalidate(other);
                        }
                    });
        }
    }

    private static @Nullable Map<String, CachedPath> without(
            Map<String, CachedPath> files, String path) {
        files.remove(path);
        return files.isEmpty() ? null : files;
    }

    /** The largest file that a cache of a size should hold whole; larger ones are streamed. */
    public static long largestFile(long capacityBytes) {
        return Math.min(capacityBytes / 8, LARGEST_FILE);
    }

    /** Most bytes held. */
    public long capacityBytes() {
        return capacity;
    }

    /** Bytes held now, roughly. */
    public long bytes() {
        return cache.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** Bytes in durable storage of all that was prefetched into this cache. */
    public long prefetchedBytes() {
        return prefetchedBytes.get();
    }

    /** How many of them a request has used. */
    public long usedPrefetchedBytes() {
        return usedPrefetchedBytes.get();
    }

    /** How many of them left without having been used. */
    public long unusedEvictedBytes() {
        return unusedEvictedBytes.get();
    }

    /** Notes that a serving subtask answers from this cache. */
    public void addServingSubtask(int index) {
        servingSubtasks.add(index);
    }

    /** Whether that serving subtask answers from this cache. */
    public boolean serves(int subtaskIndex) {
        return servingSubtasks.contains(subtaskIndex);
    }

    /** Drops everything. */
    public void clear() {
        cache.invalidateAll();
    }

    /** Entries say themselves how long they may stay unused. */
    private static final class UntilWindowEnds implements Expiry<String, Entry> {

        @Override
        public long expireAfterCreate(String path, Entry entry, long now) {
            return entry.nanosToLive;
        }

        @Override
        public long expireAfterUpdate(String path, Entry entry, long now, long left) {
            return entry.nanosToLive;
        }

        @Override
        public long expireAfterRead(String path, Entry entry, long now, long left) {
            return left;
        }
    }
}
