package io.foresnap.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.CompactedRun;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorted runs and snapshots, made of immutable files, by the files' paths. A path's last part holds
 * the file's checksum, so an entry can never be stale. Safe for several threads.
 *
 * <p>Bounded in bytes; what is worth least leaves. What was prefetched and not used leaves when the
 * window ends that it was fetched for: a wrong prediction costs its space only that long, and never
 * the part of the memory that is reserved for what requests bring.
 *
 * <p>Many small runs of a partition's contiguous segments are compacted into larger ones in the
 * background. Each file in it is still found by its path and counted by itself; in memory they come
 * and go together, and stay as long as the longest of them would have.
 */
public final class RunCache {

    private static final Logger LOG = LoggerFactory.getLogger(RunCache.class);

    /** What is held of a file is one array, of less than 2 GiB. */
    private static final long LARGEST_FILE = 1 << 30;

    /** Part of the memory that may wait, besides, to be written to disk. */
    private static final int WAITING_SHARE = 16;

    private final long capacity;
    private final CacheCounters counters = new CacheCounters();
    private final PartitionValues values;
    private final PrefetchThrottle throttle = new PrefetchThrottle(counters);
    private final MemoryTier memory;
    private final @Nullable DiskTier disk;
    private final Set<Integer> servingSubtasks = ConcurrentHashMap.newKeySet();

    /**
     * @param settings how large, and what it goes by
     * @param machinery what the tier in memory runs by
     * @param store of the disk tier; null without
     * @param writer runs what the disk tier does in the background
     */
    RunCache(
            CacheSettings settings,
            MemoryTier.Machinery machinery,
            @Nullable DiskStore store,
            Executor writer) {
        capacity = settings.memoryBytes();
        values =
                new PartitionValues(
                        capacity, settings.windowMs(), settings.leadMs(), machinery.clock());
        memory =
                new MemoryTier(
                        capacity,
                        settings.mostUnusedBytes(),
                        values,
                        counters,
                        this::leaves,
                        machinery);
        disk =
                store == null
                        ? null
                        : new DiskTier(
                                store,
                                settings.decoding(),
                                settings.diskBytes(),
                                capacity / WAITING_SHARE,
                                values,
                                counters,
                                writer);
    }

    /** With the machine's time, evicting as part of each write, the rest in the background. */
    public RunCache(CacheSettings settings) {
        this(
                settings,
                machinery(settings, Compactor.inBackground()),
                settings.disk().map(directory -> openStore(directory, settings)).orElse(null),
                DiskTier.thread());
    }

    /** Memory alone. */
    public RunCache(long capacityBytes) {
        this(CacheSettings.ofMemory(capacityBytes));
    }

    /**
     * Memory alone, where somebody else decides when runs are compacted.
     *
     * @param compactions runs them
     */
    public RunCache(long capacityBytes, Executor compactions) {
        this(CacheSettings.ofMemory(capacityBytes), new Compactor(compactions));
    }

    private RunCache(CacheSettings settings, Compactor compactor) {
        this(settings, machinery(settings, compactor), null, Runnable::run);
    }

    private static MemoryTier.Machinery machinery(CacheSettings settings, Compactor compactor) {
        return new MemoryTier.Machinery(
                settings.clock()::nowMs, Ticker.systemTicker(), Runnable::run, compactor);
    }

    private static @Nullable DiskStore openStore(Path directory, CacheSettings settings) {
        // A wrong key is a failure: a tier in the clear, or none, is not what was asked for.
        DiskKey key = settings.diskKey().orElse(null);
        try {
            FolderStore folder = FolderStore.open(directory);
            return key == null ? folder : new EncryptedStore(folder, key);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("The cache has no disk tier: cannot use {}", directory, e);
            return null;
        }
    }

    /** Memory has no room for it. */
    private void leaves(CacheEntry entry) {
        if (disk == null || !disk.offer(entry)) {
            counters.leave(entry.files(), values.nowMs());
        }
    }

    /**
     * A request for a partition has come.
     *
     * @param neededBytes what it needs, in durable storage
     */
    public void requested(TablePartition partition, long neededBytes) {
        throttle.requested(neededBytes);
        if (values.requested(CachedPath.partitionOf(partition), neededBytes)) {
            throttle.tick();
        }
    }

    /**
     * A partition is on the list of a prediction tick.
     *
     * @param probability of a request in the window
     * @param tickMs when the window begins, epoch milliseconds of the job's clock
     * @param neededBytes what a request would need, in durable storage; 0 when it is not known
     */
    public void predicted(
            TablePartition partition, double probability, long tickMs, long neededBytes) {
        String name = CachedPath.partitionOf(partition);
        if (values.predicted(name, probability, tickMs, neededBytes)) {
            throttle.tick();
        }
    }

    /**
     * A request for a partition is expected for another reason than the model's: its requester has
     * just asked for the table before, or an operator has said so.
     *
     * @param neededBytes what it would need, in durable storage; 0 when it is not known
     */
    public void announced(TablePartition partition, double probability, long neededBytes) {
        values.announced(CachedPath.partitionOf(partition), probability, neededBytes);
    }

    /**
     * Whether fetching what is missing is likely enough to be worth it, after what has lately been
     * fetched in vain.
     *
     * @param probability of a request in the window
     * @param missingBytes what would be fetched, in durable storage
     * @param neededBytes what a request would need, in durable storage
     */
    public boolean isWorthFetching(double probability, long missingBytes, long neededBytes) {
        return throttle.admits(probability, missingBytes, neededBytes);
    }

    /**
     * What is held of a file, for a request; counts as use. A {@link CompactedRun} where it is held
     * together with others.
     */
    public @Nullable CachedFile get(String path) {
        MemoryTier.Place place = memory.get(path);
        if (place != null) {
            counters.memoryHits.increment();
            if (countUse(place.file())) {
                memory.keep(place.key());
                save(place.entry());
            }
            return place.entry().content();
        }
        CacheEntry stored = disk == null ? null : disk.read(path);
        if (stored == null) {
            counters.misses.increment();
            return null;
        }
        counters.diskHits.increment();
        stored.files().stream().filter(f -> f.path().equals(path)).forEach(this::countUse);
        memory.put(stored.files().get(0).path(), stored, false);
        return stored.content();
    }

    /** Whether this is the first use of what was prefetched. */
    private boolean countUse(CacheEntry.Source file) {
        boolean first = file.firstUse().use();
        if (first) {
            counters.usedPrefetchedBytes.add(file.bytes());
        }
        return first;
    }

    private void save(CacheEntry entry) {
        if (disk != null) {
            disk.offer(entry);
        }
    }

    /** Whether a file is here; not a use. */
    public boolean contains(String path) {
        return memory.contains(path) || disk != null && disk.contains(path);
    }

    /** Whether a file's content is on the heap. */
    public boolean isInMemory(String path) {
        return memory.contains(path);
    }

    /** Whether a file is here because a request uses it; not a use itself. */
    public boolean isUsed(String path) {
        MemoryTier.Place place = memory.get(path);
        CacheEntry.Source file =
                place != null ? place.file() : disk == null ? null : disk.source(path);
        return file != null && !file.firstUse().isAwaited();
    }

    /**
     * Keeps what a request had to fetch, if it is worth more than what has to leave for it.
     *
     * @param sourceBytes the file's size in durable storage
     */
    public void putDemanded(String path, CachedFile file, long sourceBytes) {
        values.requestedIfUnknown(CachedPath.ofAny(path).partition());
        CacheEntry entry = CacheEntry.of(path, file, sourceBytes, Long.MAX_VALUE, FirstUse.made());
        memory.put(path, entry, false);
        save(entry);
    }

    /**
     * Keeps what was prefetched, unless what would have to leave for it is worth more. What is here
     * already and was not used stays longer: who fetched it on another node cannot see it here.
     *
     * @param lifetimeMs until the predicted window ends, milliseconds of the machine's clock
     */
    public void putPrefetched(String path, CachedFile file, long sourceBytes, long lifetimeMs) {
        if (lifetimeMs <= 0 || isUsed(path)) {
            cameTooLate(sourceBytes);
            return;
        }
        long nanos = TimeUnit.MILLISECONDS.toNanos(lifetimeMs);
        if (contains(path)) {
            // What is on disk only does not leave with its window.
            memory.keepFor(path, nanos);
            return;
        }
        counters.prefetchedBytes.add(sourceBytes);
        CacheEntry entry =
                CacheEntry.of(
                        path, file, sourceBytes, nanos, FirstUse.awaitedSince(values.nowMs()));
        if (!memory.put(path, entry, true)) {
            leaves(entry);
        }
    }

    /** Counts what was read in vain because its window passed meanwhile, in durable storage. */
    public void cameTooLate(long sourceBytes) {
        counters.lateBytes.add(sourceBytes);
    }

    /**
     * Lets what was prefetched stay longer: it has been predicted again. What is on disk only comes
     * back to memory if it is worth the room; this reads the disk.
     *
     * @param lifetimeMs until the newer window ends, milliseconds of the machine's clock
     */
    public void keepFor(String path, long lifetimeMs) {
        if (!memory.keepFor(path, TimeUnit.MILLISECONDS.toNanos(lifetimeMs)) && disk != null) {
            CacheEntry stored = disk.read(path);
            if (stored != null) {
                memory.put(stored.files().get(0).path(), stored.forAtMost(lifetimeMs), true);
            }
        }
    }

    /** The largest file that a cache of a size should hold whole; larger ones are streamed. */
    public static long largestFile(long capacityBytes) {
        return Math.min(capacityBytes / 8, LARGEST_FILE);
    }

    /** Most bytes held in memory. */
    public long capacityBytes() {
        return capacity;
    }

    /** Bytes held in memory now, roughly. */
    public long bytes() {
        return memory.bytes();
    }

    /** Bytes on disk now. */
    public long diskBytes() {
        return disk == null ? 0 : disk.bytes();
    }

    /** Whether there is a disk tier that works. */
    public boolean isDiskOn() {
        return disk != null && disk.isOn();
    }

    /** Bytes in durable storage of all that was prefetched into this cache. */
    public long prefetchedBytes() {
        return counters.prefetchedBytes();
    }

    /** How many of them a request has used. */
    public long usedPrefetchedBytes() {
        return counters.usedPrefetchedBytes();
    }

    /** How many of them left without having been used. */
    public long unusedEvictedBytes() {
        return counters.unusedEvictedBytes();
    }

    /** How many segments' runs became part of a larger one. */
    public long compactedFiles() {
        return counters.compactedFiles();
    }

    /** What it has counted so far. */
    public CacheCounters counters() {
        return counters;
    }

    /** How likely a request must be for each byte fetched of those that it needs. */
    public double throttleThreshold() {
        return throttle.threshold();
    }

    /** Notes that a serving subtask answers from this cache. */
    public void addServingSubtask(int index) {
        servingSubtasks.add(index);
    }

    /** Whether that serving subtask answers from this cache. */
    public boolean serves(int subtaskIndex) {
        return servingSubtasks.contains(subtaskIndex);
    }

    /** Drops everything in memory. */
    public void clear() {
        memory.clear();
    }

    /** Drops everything in memory and ends what works in the background; what is on disk stays. */
    void close() {
        memory.close();
        if (disk != null) {
            disk.close();
        }
    }
}
