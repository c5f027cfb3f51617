package io.foresnap.decisions;

import io.foresnap.changelog.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FileStatus;

/** Reads the record of decisions. */
public final class DecisionRecord {

    private final Storage storage;
    private final List<FileStatus> files = new ArrayList<>();

    private DecisionRecord(Storage storage) {
        this.storage = storage;
    }

    /** Lists the record in the root of a storage. */
    public static DecisionRecord of(Storage storage) throws IOException {
        DecisionRecord record = new DecisionRecord(storage);
        for (FileStatus file : storage.list(storage.root())) {
            if (DecisionFileName.parse(file.getPath().getName()).isPresent()) {
                record.files.add(file);
            }
        }
        return record;
    }

    /** Whether there is no file of the record. */
    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** Every event of the files that reach between two times, both inclusive. */
    void read(long fromMs, long toMs, Consumer<DecisionEvent> each) throws IOException {
        for (FileStatus file : files) {
            if (name(file).overlaps(fromMs, toMs)) {
                byte[] bytes = storage.readAll(file.getPath().toString(), file.getLen());
                try (GZIPInputStream lines = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    DecisionLines.read(lines, each);
                } catch (IOException | RuntimeException e) {
                    throw new IOException(
                            "not a record of decisions: " + file.getPath() + ": " + e.getMessage(),
                            e);
                }
            }
        }
    }

    /** Times from the first to the last in the record; empty when nothing is recorded. */
    Optional<Range> range() {
        return files.stream()
                .map(DecisionRecord::name)
                .map(name -> new Range(name.firstMs(), name.lastMs()))
                .reduce(
                        (a, b) ->
                                new Range(
                                        Math.min(a.firstMs(), b.firstMs()),
                                        Math.max(a.lastMs(), b.lastMs())));
    }

    private static DecisionFileName name(FileStatus file) {
        return DecisionFileName.parse(file.getPath().getName()).orElseThrow();
    }

    /**
     * Times that are recorded.
     *
     * @param firstMs epoch milliseconds
     * @param lastMs inclusive
     */
    record Range(long firstMs, long lastMs) {}
}
