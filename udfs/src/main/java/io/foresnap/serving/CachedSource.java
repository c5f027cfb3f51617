package io.foresnap.serving;

import io.foresnap.backup.PartitionWriter;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.RunSource;
import io.foresnap.snapshot.RowFileCursor;
import io.foresnap.snapshot.SnapshotBlocks;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache first, durable storage for what is missing. What had to be fetched is offered to the
 * cache; snapshots too large for it are streamed. For one task at a time.
 */
final class CachedSource implements RunSource, PartitionWriter.Accounting {

    private final RunCache cache;
    private final Storage storage;
    private final SegmentReader reader;
    private final Retry retry;
    private final Map<String, CachedFile> held = new HashMap<>();
    private final Set<String> planned = new HashSet<>();
    private long cachedBytes;
    private int cachedFiles;

    CachedSource(
            RunCache cache,
            Storage storage,
            SegmentReader reader,
            Retry retry,
            PartitionPlan plan) {
        this.cache = cache;
        this.storage = storage;
        this.reader = reader;
        this.retry = retry;
        planned.add(plan.snapshot().path());
        plan.segments().forEach(segment -> planned.add(segment.path()));
    }

    @Override
    public Run run(SegmentFile segment) throws IOException {
        if (lookUp(segment.path(), segment.bytes()) instanceof Run cached) {
            return cached;
        }
        Run run = retry.run("read " + segment.path(), () -> reader.read(storage, segment));
        keep(segment.path(), segment.bytes(), run);
        return run;
    }

    @Override
    public EntryCursor rows(SnapshotFile snapshot) throws IOException {
        if (lookUp(snapshot.path(), snapshot.bytes()) instanceof SnapshotBlocks cached) {
            return cached.cursor();
        }
        if (snapshot.bytes() > RunCache.largestFile(cache.capacityBytes())) {
            return retry.run(
                    "open " + snapshot.path(),
                    () -> RowFileCursor.open(storage, snapshot.path(), snapshot.name().crc32c()));
        }
        byte[] content =
                retry.run(
                        "read " + snapshot.path(),
                        () -> storage.readAll(snapshot.path(), snapshot.bytes()));
        SnapshotBlocks blocks = Snapshots.decode(snapshot, content);
        keep(snapshot.path(), snapshot.bytes(), blocks);
        return blocks.cursor();
    }

    private @Nullable CachedFile lookUp(String path, long bytes) {
        CachedFile again = held.get(path);
        if (again != null) {
            return again;
        }
        CachedFile cached = cache.get(path);
        if (cached != null) {
            held.put(path, cached);
            if (planned.contains(path)) {
                cachedBytes += bytes;
                cachedFiles++;
            }
        }
        return cached;
    }

    private void keep(String path, long bytes, CachedFile file) {
        held.put(path, file);
        cache.putDemanded(path, file, bytes);
    }

    @Override
    public long cachedBytes() {
        return cachedBytes;
    }

    @Override
    public int cachedFiles() {
        return cachedFiles;
    }
}
