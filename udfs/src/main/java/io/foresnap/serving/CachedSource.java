package io.foresnap.serving;

import io.foresnap.backup.PartitionWriter;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.CompactedRun;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.RunSource;
import io.foresnap.prefetch.Fetches;
import io.foresnap.prefetch.SourceFile;
import io.foresnap.snapshot.RowFileCursor;
import io.foresnap.snapshot.SnapshotBlocks;
import io.foresnap.snapshot.SnapshotFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache first, durable storage for what is missing. What had to be fetched is offered to the
 * cache; snapshots too large for it are streamed. For one task at a time.
 */
final class CachedSource implements RunSource, PartitionWriter.Accounting, AutoCloseable {

    private final RunCache cache;
    private final Storage storage;
    private final SegmentReader reader;
    private final Fetches fetches;
    private final Map<String, CachedFile> held = new HashMap<>();
    private final Map<String, Run> parts = new HashMap<>();
    private final Set<String> planned = new HashSet<>();
    private long roomBytes;
    private long cachedBytes;
    private int cachedFiles;
    private long bytesBesides;
    private int filesBesides;
    private long joinedBytes;
    private int joinedFiles;

    CachedSource(
            RunCache cache,
            Storage storage,
            SegmentReader reader,
            Fetches fetches,
            PartitionPlan plan) {
        this.cache = cache;
        this.storage = storage;
        this.reader = reader;
        this.fetches = fetches;
        planned.add(plan.snapshot().path());
        plan.segments().forEach(segment -> planned.add(segment.path()));
    }

    @Override
    public Run run(SegmentFile segment) throws IOException {
        return runs(List.of(segment)).get(0);
    }

    @Override
    public List<Run> runs(List<SegmentFile> segments) throws IOException {
        List<Run> runs = new ArrayList<>(segments.size());
        while (runs.size() < segments.size()) {
            SegmentFile segment = segments.get(runs.size());
            CachedFile cached = lookUp(segment.path(), segment.bytes());
            if (cached instanceof CompactedRun compacted) {
                addAll(compacted, segments, runs);
            } else {
                runs.add(cached instanceof Run run ? run : read(segment));
            }
        }
        return runs;
    }

    /** One run for the next segments that were compacted together. */
    private void addAll(CompactedRun compacted, List<SegmentFile> segments, List<Run> runs) {
        int first = runs.size();
        long from = segments.get(first).name().from();
        long to = segments.get(first).name().to();
        int end = first + 1;
        while (end < segments.size() && continues(compacted, segments.get(end), to)) {
            to = segments.get(end++).name().to();
        }
        Run run = partOf(compacted, from, to);
        runs.addAll(Collections.nCopies(end - first, run));
    }

    private boolean continues(CompactedRun compacted, SegmentFile next, long to) {
        return next.name().from() == to
                && !next.name().isTruncateCopy()
                && lookUp(next.path(), next.bytes()) == compacted;
    }

    private Run partOf(CompactedRun compacted, long from, long to) {
        String range = from + "-" + to + " " + compacted.parts().get(0).path();
        return parts.computeIfAbsent(range, r -> compacted.run(from, to));
    }

    private Run read(SegmentFile segment) throws IOException {
        return (Run) fetch(SourceFile.of(segment, reader));
    }

    @Override
    public EntryCursor rows(SnapshotFile snapshot) throws IOException {
        if (lookUp(snapshot.path(), snapshot.bytes()) instanceof SnapshotBlocks cached) {
            return cached.cursor();
        }
        if (snapshot.bytes() > RunCache.largestFile(cache.capacityBytes())) {
            return RowFileCursor.open(storage, snapshot.path(), snapshot.name().crc32c());
        }
        return ((SnapshotBlocks) fetch(SourceFile.of(snapshot))).cursor();
    }

    private CachedFile fetch(SourceFile file) throws IOException {
        Fetches.Fetched fetched =
                fetches.request(
                        storage,
                        file,
                        content -> cache.putDemanded(file.path(), content, file.bytes()));
        held.put(file.path(), fetched.content());
        takeRoom();
        countBesides(file.path(), file.bytes());
        if (fetched.way() != Fetches.Way.READ) {
            joinedBytes += file.bytes();
            joinedFiles++;
        }
        return fetched.content();
    }

    /** Of what is held, only what the cache does not hold as well takes room of its own. */
    private void takeRoom() throws IOException {
        Set<CachedFile> counted = Collections.newSetFromMap(new IdentityHashMap<>());
        long besides = 0;
        for (var each : held.entrySet()) {
            if (counted.add(each.getValue()) && !cache.isInMemory(each.getKey())) {
                besides += each.getValue().sizeInBytes();
            }
        }
        fetches.room().resize(roomBytes, besides, cache.bytes());
        roomBytes = besides;
    }

    private @Nullable CachedFile lookUp(String path, long bytes) {
        CachedFile again = held.get(path);
        if (again != null) {
            return again;
        }
        CachedFile cached = cache.get(path);
        if (cached != null) {
            held.put(path, cached);
            countBesides(path, bytes);
            cachedBytes += bytes;
            cachedFiles++;
        }
        return cached;
    }

    private void countBesides(String path, long bytes) {
        if (!planned.contains(path)) {
            bytesBesides += bytes;
            filesBesides++;
        }
    }

    @Override
    public long cachedBytes() {
        return cachedBytes;
    }

    @Override
    public int cachedFiles() {
        return cachedFiles;
    }

    @Override
    public long bytesBesides() {
        return bytesBesides;
    }

    @Override
    public int filesBesides() {
        return filesBesides;
    }

    @Override
    public long joinedBytes() {
        return joinedBytes;
    }

    @Override
    public int joinedFiles() {
        return joinedFiles;
    }

    /** What it read is not needed any more. */
    @Override
    public void close() {
        fetches.room().giveBack(roomBytes);
        roomBytes = 0;
    }
}
