package io.foresnap.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.CompactedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sorted runs and snapshots, made of immutable files, by the files' paths. A path's last part holds
 * the file's checksum, so an entry can never be stale.
 *
 * <p>Bounded in bytes by Caffeine. What was prefetched and not used leaves when the window ends
 * that it was fetched for: a wrong prediction costs its space only that long. Caffeine admits by
 * frequency of use (W-TinyLFU), and something prefetched has not been used yet; a few look-ups at
 * insertion stand for the use that is predicted.
 *
 * <p>Many small runs of a partition's contiguous segments are compacted into larger ones in the
 * background. Each file in it is still found by its path and counted by itself; in memory they come
 * and go together, and stay as long as the longest of them would have.
 */
public final class RunCache {

    private static final int PREDICTED_USES = 4;

    /** What is held of a file is one array, of less than 2 GiB. */
    private static final long LARGEST_FILE = 1 << 30;

    private final Cache<String, CacheEntry> cache;
    private final long capacity;
    private final AtomicLong prefetchedBytes = new AtomicLong();
    private final AtomicLong usedPrefetchedBytes = new AtomicLong();
    private final AtomicLong unusedEvictedBytes = new AtomicLong();
    private final AtomicLong compactedFiles = new AtomicLong();
    private final PartitionFiles files = new PartitionFiles();
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final Compactor compactor;

    /** For writing while a compacted run takes the place of its parts. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private final Set<Integer> servingSubtasks = ConcurrentHashMap.newKeySet();

    /** Where a file is that was compacted with others. */
    private record Member(String key, CachedFile content, CacheEntry.Source file) {}

    /** Where a file is now. */
    private record Place(String key, CacheEntry entry, CacheEntry.Source file) {}

    /**
     * @param capacityBytes most bytes held
     * @param ticker time for what expires
     * @param maintenance runs evictions
     * @param compactor runs compactions
     */
    RunCache(long capacityBytes, Ticker ticker, Executor maintenance, Compactor compactor) {
        this.capacity = capacityBytes;
        this.compactor = compactor;
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(capacityBytes)
                        .weigher((String path, CacheEntry entry) -> entry.weight())
                        .expireAfter(new UntilWindowEnds())
                        .ticker(ticker)
                        .executor(maintenance)
                        .removalListener(
                                (@Nullable String path,
                                        @Nullable CacheEntry entry,
                                        RemovalCause cause) -> removed(path, entry, cause))
                        .build();
    }

    /** With the machine's time, evicting as part of each write, compacting in the background. */
    public RunCache(long capacityBytes) {
        this(capacityBytes, Ticker.systemTicker(), Runnable::run, Compactor.inBackground());
    }

    /**
     * The same, where somebody else decides when runs are compacted.
     *
     * @param compactions runs them
     */
    public RunCache(long capacityBytes, Executor compactions) {
        this(capacityBytes, Ticker.systemTicker(), Runnable::run, new Compactor(compactions));
    }

    private void removed(@Nullable String path, @Nullable CacheEntry entry, RemovalCause cause) {
        if (path != null && cause != RemovalCause.REPLACED) {
            files.remove(path);
        }
        if (entry != null && cause != RemovalCause.REPLACED) {
            forget(entry);
        }
        if (entry != null && cause.wasEvicted()) {
            unusedEvictedBytes.addAndGet(entry.unusedBytes());
        }
    }

    private void forget(CacheEntry entry) {
        for (CacheEntry.Source file : entry.files()) {
            members.computeIfPresent(
                    file.path(),
                    (path, member) -> member.content() == entry.content() ? null : member);
        }
    }

    private @Nullable CacheEntry quietly(String key) {
        return cache.policy().getIfPresentQuietly(key);
    }

    /** Finds a file, by itself or compacted; not a use. */
    private @Nullable Place find(String path) {
        Member member = members.get(path);
        if (member != null) {
            CacheEntry entry = quietly(member.key());
            if (entry != null && entry.content() == member.content()) {
                return new Place(member.key(), entry, member.file());
            }
        }
        CacheEntry entry = quietly(path);
        return entry == null || entry.isCompacted()
                ? null
                : new Place(path, entry, entry.files().get(0));
    }

    /**
     * What is held of a file, for a request; counts as use. A {@link CompactedRun} where it is held
     * together with others.
     */
    public @Nullable CachedFile get(String path) {
        return locked(lock.readLock(), () -> use(path));
    }

    private @Nullable CachedFile use(String path) {
        Place place = find(path);
        if (place == null || cache.getIfPresent(place.key()) == null) {
            return null;
        }
        CacheEntry entry = place.entry();
        if (place.file().unusedPrefetch().compareAndSet(true, false)) {
            usedPrefetchedBytes.addAndGet(place.file().bytes());
            if (entry.nanosToLive() < Long.MAX_VALUE) {
                // Writing it again lets it live on: what was right once is kept like any other.
                cache.put(place.key(), entry.forever());
            }
        }
        return entry.content();
    }

    /** Whether a file is here; not a use. */
    public boolean contains(String path) {
        return locked(lock.readLock(), () -> find(path)) != null;
    }

    /**
     * Keeps what a request had to fetch.
     *
     * @param sourceBytes the file's size in durable storage
     */
    public void putDemanded(String path, CachedFile file, long sourceBytes) {
        put(path, CacheEntry.of(path, file, sourceBytes, Long.MAX_VALUE, false));
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
        long nanos = TimeUnit.MILLISECONDS.toNanos(lifetimeMs);
        CacheEntry entry = CacheEntry.of(path, file, sourceBytes, nanos, true);
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
        locked(
                lock.readLock(),
                () -> {
                    Place place = find(path);
                    if (place != null) {
                        keepKeyFor(place.key(), TimeUnit.MILLISECONDS.toNanos(lifetimeMs));
                    }
                    return place;
                });
    }

    private void keepKeyFor(String key, long nanos) {
        if (nanosLeft(key) < nanos) {
            cache.policy()
                    .expireVariably()
                    .ifPresent(expiry -> expiry.setExpiresAfter(key, nanos, TimeUnit.NANOSECONDS));
        }
    }

    /** How long an entry stays; 0 when it is not there. */
    private long nanosLeft(String key) {
        OptionalLong left =
                cache.policy()
                        .expireVariably()
                        .map(expiry -> expiry.getExpiresAfter(key, TimeUnit.NANOSECONDS))
                        .orElse(OptionalLong.empty());
        return left.orElse(0);
    }

    private void put(String path, CacheEntry entry) {
        if (entry.weight() > capacity) {
            return;
        }
        Optional<CachedPath> file = CachedPath.of(path);
        locked(
                lock.readLock(),
                () -> {
                    // Two requests may have fetched it, and the first one's is compacted by now.
                    Place place = find(path);
                    if (place == null || !place.entry().isCompacted()) {
                        file.ifPresent(known -> register(path, known));
                        cache.put(path, entry);
                    }
                    return entry;
                });
        file.filter(CachedPath::isInChain).ifPresent(this::askForCompaction);
    }

    private void askForCompaction(CachedPath added) {
        if (files.of(added.partition()).size() >= Compaction.LEAST_PARTS) {
            compactor.ask(added.partition(), this::compact);
        }
    }

    private void compact(String partition) {
        List<Compaction.Candidate> candidates = new ArrayList<>();
        files.of(partition)
                .forEach(
                        (key, file) -> {
                            CacheEntry entry = quietly(key);
                            if (entry != null
                                    && file.isInChain()
                                    && Compaction.admits(entry.content(), capacity)) {
                                candidates.add(Compaction.Candidate.of(key, entry, file));
                            }
                        });
        for (List<Compaction.Candidate> group : Compaction.groups(candidates, capacity)) {
            CompactedRun run = Compaction.compact(group);
            if (locked(lock.writeLock(), () -> replace(partition, group, run))) {
                compactedFiles.addAndGet(
                        group.stream().filter(c -> !c.entry().isCompacted()).count());
            }
        }
    }

    /**
     * Puts the compacted run in the place of its parts: under the first one's key, so that the
     * cache knows how often it was used, after the others have made room for it.
     */
    private boolean replace(
            String partition, List<Compaction.Candidate> group, CompactedRun content) {
        long nanosToLive = 0;
        List<CacheEntry.Source> parts = new ArrayList<>();
        for (Compaction.Candidate part : group) {
            CacheEntry now = quietly(part.key());
            if (now == null || now.content() != part.entry().content()) {
                return false;
            }
            nanosToLive = Math.max(nanosToLive, nanosLeft(part.key()));
            parts.addAll(now.files());
        }
        String key = group.get(0).key();
        for (CacheEntry.Source file : parts) {
            members.put(file.path(), new Member(key, content, file));
        }
        group.stream().skip(1).forEach(part -> cache.invalidate(part.key()));
        register(key, new CachedPath(partition, content.from(), content.to(), false));
        cache.put(key, new CacheEntry(content, List.copyOf(parts), nanosToLive));
        return true;
    }

    private static <T extends @Nullable Object> T locked(Lock lock, Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Notes a file; a snapshot makes what lies before it worthless for the newest times. */
    private void register(String key, CachedPath file) {
        files.add(key, file);
        if (file.isSnapshot()) {
            files.before(key, file).forEach(cache::invalidate);
        }
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

    /** How many segments' runs became part of a larger one. */
    public long compactedFiles() {
        return compactedFiles.get();
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

    /** Drops everything and ends what works in the background. */
    void close() {
        compactor.close();
        clear();
    }
}
