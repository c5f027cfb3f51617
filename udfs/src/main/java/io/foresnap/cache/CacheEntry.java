package io.foresnap.cache;

import io.foresnap.changelog.CachedFile;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is held under one key: a file's content, or that of several compacted into one.
 *
 * @param content what is held
 * @param files which durable files that is
 * @param nanosToLive how long it may stay unless it is used; {@link Long#MAX_VALUE} without limit
 */
record CacheEntry(CachedFile content, List<Source> files, long nanosToLive) {

    /** What the books take of an entry, and of each file in it: measured by {@code bench cache}. */
    private static final int OVERHEAD = 400;

    private static final int OVERHEAD_OF_FILE = 300;

    /**
     * A durable file and how it came here. Stays the same object wherever its content goes.
     *
     * @param bytes its size in durable storage
     * @param firstUse whether it was prefetched and no request has used it so far
     */
    record Source(String path, long bytes, FirstUse firstUse) {}

    static CacheEntry of(
            String path, CachedFile content, long bytes, long nanosToLive, FirstUse firstUse) {
        Source source = new Source(path, bytes, firstUse);
        return new CacheEntry(content, List.of(source), nanosToLive);
    }

    /** The same, to be kept for as long as it is worth it. */
    CacheEntry forever() {
        return new CacheEntry(content, files, Long.MAX_VALUE);
    }

    /** The same, to be kept until a window ends unless it has been used. */
    CacheEntry forAtMost(long lifetimeMs) {
        return isUnused()
                ? new CacheEntry(content, files, TimeUnit.MILLISECONDS.toNanos(lifetimeMs))
                : this;
    }

    /** How much of it a tier's ledger counts, under a key. */
    Ledger.Item item(String key, CachedPath file, long bytes) {
        return new Ledger.Item(key, file, bytes, sourceBytes(), content, isUnused());
    }

    private long sourceBytes() {
        return files.stream().mapToLong(Source::bytes).sum();
    }

    /** Whether all of it was prefetched and no request has used any of it. */
    boolean isUnused() {
        return files.stream().allMatch(file -> file.firstUse().isAwaited());
    }

    /** Whether it holds several files. */
    boolean isCompacted() {
        return files.size() > 1;
    }

    int weight() {
        long books = OVERHEAD + (long) OVERHEAD_OF_FILE * files.size();
        return (int) Math.min(Integer.MAX_VALUE, content.sizeInBytes() + books);
    }
}
