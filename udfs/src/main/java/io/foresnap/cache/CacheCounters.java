package io.foresnap.cache;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What a node's cache counts, from its beginning. Bytes are those of files in durable storage. */
public final class CacheCounters {

    private static final double MILLIS_AN_HOUR = TimeUnit.HOURS.toMillis(1);

    final LongAdder prefetchedBytes = new LongAdder();
    final LongAdder usedPrefetchedBytes = new LongAdder();
    private final LongAdder unusedEvictedBytes = new LongAdder();
    private final DoubleAdder wastedByteHours = new DoubleAdder();
    final LongAdder lateBytes = new LongAdder();
    final LongAdder compactedFiles = new LongAdder();
    final LongAdder memoryHits = new LongAdder();
    final LongAdder diskHits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder diskWrites = new LongAdder();
    final LongAdder diskDrops = new LongAdder();
    final LongAdder quarantined = new LongAdder();

    /**
     * Files leave; those that nobody has used were in vain.
     *
     * @param nowMs epoch milliseconds of the job's clock
     */
    void leave(List<CacheEntry.Source> files, long nowMs) {
        for (CacheEntry.Source file : files) {
            if (file.firstUse().isAwaited()) {
                unusedEvictedBytes.add(file.bytes());
                wastedByteHours.add(
                        file.bytes() * (file.firstUse().takeMillisInVain(nowMs) / MILLIS_AN_HOUR));
            }
        }
    }

    /** Bytes of all that was prefetched into this cache. */
    public long prefetchedBytes() {
        return prefetchedBytes.sum();
    }

    /** How many of them a request has used. */
    public long usedPrefetchedBytes() {
        return usedPrefetchedBytes.sum();
    }

    /** How many of them left without having been used. */
    public long unusedEvictedBytes() {
        return unusedEvictedBytes.sum();
    }

    /** Those bytes times the hours of the job's clock that they took room, in whatever tier. */
    public double wastedByteHours() {
        return wastedByteHours.sum();
    }

    /** Bytes that came after their window, or after a request had fetched them itself. */
    public long lateBytes() {
        return lateBytes.sum();
    }

    /** How many segments' runs became part of a larger one. */
    public long compactedFiles() {
        return compactedFiles.sum();
    }

    /** Look-ups of files found in memory. */
    public long memoryHits() {
        return memoryHits.sum();
    }

    /** Look-ups of files found on disk only. */
    public long diskHits() {
        return diskHits.sum();
    }

    /** Look-ups of files found nowhere. */
    public long misses() {
        return misses.sum();
    }

    /** Files that memory had no room for: what is held is worth more. */
    public long refused() {
        return refused.sum();
    }

    /** Entries written to disk. */
    public long diskWrites() {
        return diskWrites.sum();
    }

    /** Entries that were not written because too much waited to be. */
    public long diskDrops() {
        return diskDrops.sum();
    }

    /** Files on disk that were not what had been written. */
    public long quarantined() {
        return quarantined.sum();
    }

    /**
     * Share of prefetched bytes that requests used, of those whose fate is known; 1 when none is.
     */
    public double prefetchPrecision() {
        double used = usedPrefetchedBytes();
        double known = used + wastedBytes();
        return known > 0 ? used / known : 1;
    }

    /** Bytes prefetched in vain. */
    long wastedBytes() {
        return unusedEvictedBytes() + lateBytes();
    }
}
