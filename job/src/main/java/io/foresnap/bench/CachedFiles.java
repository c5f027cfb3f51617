package io.foresnap.bench;

import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.CompactedRun;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Placeholders;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plan's files as the cache holds them; a snapshot too large for one array is streamed. */
final class CachedFiles implements RunSource {

    private static final long LARGEST_SNAPSHOT = 1 << 30;

    private final Storage storage;
    private final Map<String, CachedFile> files = new HashMap<>();

    CachedFiles(Storage storage, PartitionPlan plan) throws IOException {
        this.storage = storage;
        SegmentReader reader = new SegmentReader(Placeholders.DEFAULT);
        for (SegmentFile segment : plan.segments()) {
            files.put(segment.path(), reader.read(storage, segment));
        }
        SnapshotFile snapshot = plan.snapshot();
        if (snapshot.bytes() <= LARGEST_SNAPSHOT) {
            files.put(
                    snapshot.path(),
                    Snapshots.decode(snapshot, storage.readAll(snapshot.path(), snapshot.bytes())));
        }
    }

    private CachedFiles(Storage storage) {
        this.storage = storage;
    }

    /**
     * The same files, runs of neighbours put together up to a size.
     *
     * @param plan whose segments are contiguous
     */
    CachedFiles compacted(PartitionPlan plan, long bytes) throws IOException {
        CachedFiles compacted = new CachedFiles(storage);
        compacted.files.putAll(files);
        List<CompactedRun> group = new ArrayList<>();
        for (SegmentFile segment : plan.segments()) {
            CompactedRun.Part part =
                    new CompactedRun.Part(
                            segment.path(), segment.name().from(), segment.name().to());
            CompactedRun next = CompactedRun.of(part, run(segment));
            long size = group.stream().mapToLong(CompactedRun::sizeInBytes).sum();
            if (size > 0 && size + next.sizeInBytes() > bytes) {
                compacted.replace(group);
                group.clear();
            }
            group.add(next);
        }
        compacted.replace(group);
        return compacted;
    }

    private void replace(List<CompactedRun> group) {
        CompactedRun compacted = CompactedRun.concat(group);
        compacted.parts().forEach(part -> files.put(part.path(), compacted.run()));
    }

    int runs(PartitionPlan plan) throws IOException {
        Set<Run> runs = Collections.newSetFromMap(new IdentityHashMap<>());
        runs.addAll(runs(plan.segments()));
        return runs.size();
    }

    long bytes() {
        return files.values().stream().mapToLong(CachedFile::sizeInBytes).sum();
    }

    /** From now on the snapshot comes from its file. */
    void streamSnapshot(SnapshotFile snapshot) {
        files.remove(snapshot.path());
    }

    @Override
    public Run run(SegmentFile segment) throws IOException {
        if (files.get(segment.path()) instanceof Run run) {
            return run;
        }
        throw new IOException(segment.path() + " is not cached");
    }

    @Override
    public EntryCursor rows(SnapshotFile snapshot) throws IOException {
        return files.get(snapshot.path()) instanceof SnapshotBlocks blocks
                ? blocks.cursor()
                : RowFileCursor.open(storage, snapshot.path(), snapshot.name().crc32c());
    }
}
