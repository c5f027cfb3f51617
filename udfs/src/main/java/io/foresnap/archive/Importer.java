package io.foresnap.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Files of Debezium events into change logs and first snapshots. May be repeated: what is in the
 * logs already is not added again, so a file that broke off can be mended and imported anew.
 */
public final class Importer {

    private final Storage storage;
    private final int partitions;
    private final int segmentEvents;
    private final Placeholders placeholders;
    private final Map<String, TableArchiver> tables = new LinkedHashMap<>();
    private long tombstones;

    /**
     * @param partitions how many a new table gets; 0 for one, or as many as the table has
     * @param segmentEvents events after which a segment is closed
     */
    public Importer(Storage storage, int partitions, int segmentEvents, Placeholders placeholders) {
        this.storage = storage;
        this.partitions = partitions;
        this.segmentEvents = segmentEvents;
        this.placeholders = placeholders;
    }

    /**
     * Imports files of JSON lines in the order given.
     *
     * @param completeThroughMs time through which they are complete, epoch milliseconds
     * @param progress is told the number of lines read so far, now and then
     */
    public void run(List<Path> files, long completeThroughMs, LongConsumer progress)
            throws IOException {
        runInputs(files.stream().map(JsonInput::new).toList(), completeThroughMs, progress);
    }

    /**
     * Imports inputs of any kind in the order given.
     *
     * @param completeThroughMs time through which they are complete, epoch milliseconds
     * @param progress is told the number of lines or records read so far, now and then
     */
    public void runInputs(
            List<? extends EventInput> inputs, long completeThroughMs, LongConsumer progress)
            throws IOException {
        long base = Long.MAX_VALUE;
        for (EventInput input : inputs) {
            base = Math.min(base, firstTime(input));
        }
        long lines = 0;
        for (EventInput input : inputs) {
            try (EventReader reader = input.open()) {
                while (reader.advance()) {
                    add(reader, base);
                    if (++lines % 1000 == 0) {
                        progress.accept(lines);
                    }
                }
            }
        }
        for (TableArchiver table : tables.values()) {
            table.completeThrough(completeThroughMs);
        }
        progress.accept(lines);
    }

    private void add(EventReader reader, long base) throws IOException {
        Optional<DebeziumEvent> event = parse(reader);
        if (event.isEmpty()) {
            tombstones++;
            return;
        }
        String name = event.get().table();
        TableArchiver table = tables.get(name);
        if (table == null) {
            table = TableArchiver.open(storage, name, partitions, segmentEvents, placeholders);
            table.setBaseTime(base);
            tables.put(name, table);
        }
        try {
            table.add(event.get());
        } catch (JsonProcessingException e) {
            throw new MalformedEventException(reader.position() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static Optional<DebeziumEvent> parse(EventReader reader) throws IOException {
        try {
            return reader.event();
        } catch (MalformedEventException e) {
            throw new MalformedEventException(reader.position() + ": " + e.getMessage(), e);
        }
    }

    /** The commit time of an input's first event: inputs are in order of commit. */
    private static long firstTime(EventInput input) throws IOException {
        try (EventReader reader = input.open()) {
            while (reader.advance()) {
                Optional<DebeziumEvent> event = parse(reader);
                if (event.isPresent()) {
                    return event.get().change().tsMs();
                }
            }
        }
        return Long.MAX_VALUE;
    }

    /** What was written, by table in the order of first appearance. */
    public Map<String, TableArchiver> tables() {
        return tables;
    }

    /** Lines that carried no change: tombstones and blank lines. */
    public long skipped() {
        return tombstones;
    }
}
