package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.RunBuilder;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.snapshot.RowFileCursor;
import io.foresnap.snapshot.SnapshotFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Everything from durable storage; each segment is read once. For one merge at a time. */
public final class StorageSource implements RunSource {

    private final Storage storage;
    private final SegmentReader reader;
    private final Map<String, Run> read = new HashMap<>();

    /**
     * @param reader decodes segments
     */
    public StorageSource(Storage storage, SegmentReader reader) {
        this.storage = storage;
        this.reader = reader;
    }

    @Override
    public Run run(SegmentFile segment) throws IOException {
        Run run = read.get(segment.path());
        if (run == null) {
            run = reader.read(storage, segment);
            read.put(segment.path(), run);
        }
        return run;
    }

    @Override
    public EntryCursor rows(SnapshotFile snapshot) throws IOException {
        if (snapshot == SnapshotFile.NOTHING) {
            return new RunBuilder.EntryView();
        }
        return RowFileCursor.open(storage, snapshot.path(), snapshot.name().crc32c());
    }
}
