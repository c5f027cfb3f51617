package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Failures;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.RunBuilder;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.snapshot.RowFileCursor;
import io.foresnap.snapshot.SnapshotFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Everything from durable storage; each segment is read once. For one merge at a time. */
public final class StorageSource implements RunSource {

    private final Storage storage;
    private final SegmentReader reader;
    private final @Nullable ExecutorService decoders;
    private final Map<String, Run> read = new HashMap<>();

    /**
     * @param reader decodes segments
     */
    public StorageSource(Storage storage, SegmentReader reader) {
        this(storage, reader, null);
    }

    /**
     * @param reader decodes segments
     * @param decoders reads and decodes several segments at a time; null for one after the other
     */
    public StorageSource(
            Storage storage, SegmentReader reader, @Nullable ExecutorService decoders) {
        this.storage = storage;
        this.reader = reader;
        this.decoders = decoders;
    }

    @Override
    public List<Run> runs(List<SegmentFile> segments) throws IOException {
        if (decoders != null) {
            readAll(segments, decoders);
        }
        return RunSource.super.runs(segments);
    }

    private void readAll(List<SegmentFile> segments, ExecutorService threads) throws IOException {
        Map<String, Future<Run>> running = new LinkedHashMap<>();
        for (SegmentFile segment : segments) {
            if (!read.containsKey(segment.path())) {
                running.put(segment.path(), threads.submit(() -> reader.read(storage, segment)));
            }
        }
        try {
            for (Map.Entry<String, Future<Run>> run : running.entrySet()) {
                read.put(run.getKey(), run.getValue().get());
            }
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while segments were read");
        } finally {
            running.values().forEach(run -> run.cancel(false));
        }
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
