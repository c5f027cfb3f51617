package io.foresnap.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.foresnap.cache.Ledger.Holding;
import io.foresnap.cache.Ledger.Item;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.CompactedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tier in memory. Caffeine stores, weighs and expires; who leaves for want of room is decided
 * here, by value, before something is put: Caffeine's own bound is never reached.
 *
 * <p>Locks, outer before inner: {@link #lock}, the ledger's monitor, Caffeine's own. Caffeine calls
 * back under its own, so what it says has gone is noted and taken from the ledger later.
 */
final class MemoryTier {

    private final Cache<String, CacheEntry> cache;
    private final long capacity;
    private final CacheCounters counters;
    private final Consumer<CacheEntry> leaving;
    private final LongSupplier clock;
    private final Compactor compactor;
    private final Ledger ledger = new Ledger();
    private final Room room;
    private final Queue<Gone> gone = new ConcurrentLinkedQueue<>();
    private final Map<String, Member> members = new ConcurrentHashMap<>();

    /** For writing while a compacted run takes the place of its parts. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** Where a file is that was compacted with others. */
    private record Member(String key, CachedFile content, CacheEntry.Source file) {}

    private record Gone(String key, CachedFile content) {}

    /** Where a file is now. */
    record Place(String key, CacheEntry entry, CacheEntry.Source file) {}

    /**
     * @param capacity most bytes held
     * @param mostUnused most bytes of what was prefetched and not used
     * @param leaving takes what leaves for want of room; must not wait
     */
    MemoryTier(
            long capacity,
            long mostUnused,
            PartitionValues values,
            CacheCounters counters,
            Consumer<CacheEntry> leaving,
            Machinery machinery) {
        this.capacity = capacity;
        this.counters = counters;
        this.leaving = leaving;
        this.clock = machinery.clock();
        this.compactor = machinery.compactor();
        this.room = new Room(ledger, values, capacity, mostUnused, this::evict);
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(capacity)
                        .weigher((String path, CacheEntry entry) -> entry.weight())
                        .expireAfter(new UntilWindowEnds())
                        .ticker(machinery.ticker())
                        .executor(machinery.maintenance())
                        .removalListener(
                                (@Nullable String path,
                                        @Nullable CacheEntry entry,
                                        RemovalCause cause) -> removed(path, entry, cause))
                        .build();
    }

    /**
     * What it runs by.
     *
     * @param clock the job's, epoch milliseconds
     * @param ticker time for what expires
     * @param maintenance runs Caffeine's upkeep
     * @param compactor runs compactions
     */
    record Machinery(
            LongSupplier clock, Ticker ticker, Executor maintenance, Compactor compactor) {}

    private void removed(@Nullable String key, @Nullable CacheEntry entry, RemovalCause cause) {
        if (key == null || entry == null || cause == RemovalCause.REPLACED) {
            return;
        }
        gone.add(new Gone(key, entry.content()));
        for (CacheEntry.Source file : entry.files()) {
            members.computeIfPresent(
                    file.path(),
                    (path, member) -> member.content() == entry.content() ? null : member);
        }
        if (cause.wasEvicted()) {
            counters.leave(entry.files(), clock.getAsLong());
        }
    }

    /** The ledger, up to now. Under its monitor. */
    private Ledger ledger() {
        for (Gone each = gone.poll(); each != null; each = gone.poll()) {
            ledger.removeIfSame(each.key(), each.content());
        }
        return ledger;
    }

    private @Nullable CacheEntry quietly(String key) {
        return cache.policy().getIfPresentQuietly(key);
    }

    /** Finds a file, by itself or compacted. */
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

    /** What is held of a file. Caffeine need not know: nothing leaves by how it was used. */
    @Nullable Place get(String path) {
        return locked(lock.readLock(), () -> find(path));
    }

    /** A request has used what was prefetched: it stays for as long as it is worth it. */
    void keep(String key) {
        locked(
                lock.readLock(),
                () -> {
                    keepKeyFor(key, Long.MAX_VALUE);
                    synchronized (ledger) {
                        ledger().used(key);
                    }
                    return null;
                });
    }

    boolean contains(String path) {
        return get(path) != null;
    }

    /** Lets what is held of a file stay longer; whether there is anything. */
    boolean keepFor(String path, long nanos) {
        return locked(
                lock.readLock(),
                () -> {
                    Place place = find(path);
                    if (place != null) {
                        keepKeyFor(place.key(), nanos);
                    }
                    return place != null;
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

    /**
     * Keeps a file, or several compacted, if there is room or they are worth more than what leaves.
     *
     * @param key the path, of several the first one's
     * @param prefetched whether nobody has asked for it yet
     */
    boolean put(String key, CacheEntry entry, boolean prefetched) {
        CachedPath file = placeOf(key, entry);
        boolean kept =
                entry.weight() <= capacity
                        && locked(lock.readLock(), () -> put(key, file, entry, prefetched));
        if (kept && file.isInChain()) {
            askForCompaction(file);
        }
        return kept;
    }

    private static CachedPath placeOf(String key, CacheEntry entry) {
        CachedPath file = CachedPath.ofAny(key);
        return entry.content() instanceof CompactedRun run
                ? new CachedPath(file.partition(), run.from(), run.to(), false)
                : file;
    }

    private boolean put(String key, CachedPath file, CacheEntry entry, boolean prefetched) {
        // Two requests may have fetched it, and the first one's is compacted by now.
        Place place = find(key);
        if (place != null && place.entry().isCompacted()) {
            return true;
        }
        synchronized (ledger) {
            Ledger books = ledger();
            if (file.isSnapshot()) {
                dropBefore(key, file);
            }
            if (!room.make(key, file.partition(), entry.weight(), prefetched)) {
                counters.refused.increment();
                return false;
            }
            books.add(entry.item(key, file, entry.weight()));
            if (entry.isCompacted()) {
                entry.files()
                        .forEach(f -> members.put(f.path(), new Member(key, entry.content(), f)));
            }
            cache.put(key, entry);
            return true;
        }
    }

    /** A snapshot makes what lies before it worthless for the newest times. */
    private void dropBefore(String key, CachedPath snapshot) {
        Holding holding = ledger.holding(snapshot.partition());
        if (holding == null) {
            return;
        }
        List<String> before = new ArrayList<>();
        for (Item item : holding.files()) {
            if (item.file().end() <= snapshot.end() && !item.key().equals(key)) {
                before.add(item.key());
            }
        }
        for (String each : before) {
            CacheEntry entry = quietly(each);
            if (entry != null) {
                counters.leave(entry.files(), clock.getAsLong());
            }
            drop(each);
        }
    }

    private void drop(String key) {
        ledger.remove(key);
        cache.invalidate(key);
    }

    private void evict(Item item) {
        ledger.remove(item.key());
        CacheEntry entry = cache.asMap().remove(item.key());
        if (entry != null && entry.content() == item.content()) {
            leaving.accept(entry);
        }
    }

    private void askForCompaction(CachedPath added) {
        int files;
        synchronized (ledger) {
            Holding holding = ledger().holding(added.partition());
            files = holding == null ? 0 : holding.size();
        }
        if (files >= Compaction.LEAST_PARTS) {
            compactor.ask(added.partition(), this::compact);
        }
    }

    private void compact(String partition) {
        List<Compaction.Candidate> candidates = new ArrayList<>();
        for (Item item : itemsOf(partition)) {
            CacheEntry entry = quietly(item.key());
            if (entry != null
                    && item.file().isInChain()
                    && Compaction.admits(entry.content(), capacity)) {
                candidates.add(Compaction.Candidate.of(item.key(), entry, item.file()));
            }
        }
        for (List<Compaction.Candidate> group : Compaction.groups(candidates, capacity)) {
            CompactedRun run = Compaction.compact(group);
            if (locked(lock.writeLock(), () -> replace(partition, group, run))) {
                counters.compactedFiles.add(
                        group.stream().filter(c -> !c.entry().isCompacted()).count());
            }
        }
    }

    private List<Item> itemsOf(String partition) {
        synchronized (ledger) {
            Holding holding = ledger().holding(partition);
            List<Item> items = new ArrayList<>();
            if (holding != null) {
                holding.files().forEach(items::add);
            }
            return items;
        }
    }

    /**
     * Puts the compacted run in the place of its parts: under the first one's key, after the others
     * have made room for it.
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
        CacheEntry compacted = new CacheEntry(content, List.copyOf(parts), nanosToLive);
        CachedPath file = new CachedPath(partition, content.from(), content.to(), false);
        for (CacheEntry.Source each : parts) {
            members.put(each.path(), new Member(key, content, each));
        }
        synchronized (ledger) {
            ledger();
            group.stream().skip(1).forEach(part -> drop(part.key()));
            ledger.add(compacted.item(key, file, compacted.weight()));
            cache.put(key, compacted);
        }
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

    /** Bytes held now, roughly. */
    long bytes() {
        return cache.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** How many files, or compacted runs of several, are held; roughly. */
    long entries() {
        return cache.estimatedSize();
    }

    void clear() {
        synchronized (ledger) {
            cache.invalidateAll();
            ledger.clear();
        }
    }

    /** Drops everything and ends what works in the background. */
    void close() {
        compactor.close();
        clear();
    }
}
