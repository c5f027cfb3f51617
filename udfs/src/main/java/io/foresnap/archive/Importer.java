package io.foresnap.archive;

import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;

/**
 * Files of Debezium JSON lines into change logs and first snapshots. May be repeated: what is in
 * the logs already is not added again, so a file that broke off can be mended and imported anew.
 */
public final class Importer {

    private final Storage storage;
    private final int partitions;
    private final int segmentEvents;
    private final Placeholders placeholders;
    private final DebeziumParser parser = new DebeziumParser();
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
     * Imports files in the order given.
     *
     * @param completeThroughMs time through which they are complete, epoch milliseconds
     * @param progress is told the number of lines read so far, now and then
     */
    public void run(List<Path> files, long completeThroughMs, LongConsumer progress)
            throws IOException {
        long base = Long.MAX_VALUE;
        for (Path file : files) {
            base = Math.min(base, firstTime(file));
        }
        long lines = 0;
        for (Path file : files) {
            try (JsonLines input = open(file)) {
                for (byte[] line = next(file, input); line != null; line = next(file, input)) {
                    add(file, input, line, base);
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

    private void add(Path file, JsonLines input, byte[] line, long base) throws IOException {
        Optional<DebeziumEvent> event = parse(file, input, line);
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
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new MalformedEventException(at(file, input) + e.getOriginalMessage(), e);
        }
    }

    private Optional<DebeziumEvent> parse(Path file, JsonLines input, byte[] line)
            throws MalformedEventException {
        if (isBlank(line)) {
            return Optional.empty();
        }
        try {
            return parser.parse(line);
        } catch (MalformedEventException e) {
            throw new MalformedEventException(at(file, input) + e.getMessage(), e);
        }
    }

    /** The commit time of a file's first event: files are in order of commit. */
    private long firstTime(Path file) throws IOException {
        try (JsonLines input = open(file)) {
            for (byte[] line = next(file, input); line != null; line = next(file, input)) {
                Optional<DebeziumEvent> event = parse(file, input, line);
                if (event.isPresent()) {
                    return event.get().change().tsMs();
                }
            }
        }
        return Long.MAX_VALUE;
    }

    private static JsonLines open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder, not a file of events");
        }
        try {
            return JsonLines.open(file);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        } catch (ZipException e) {
            throw new IOException(file + " is no valid gzip file: " + e.getMessage(), e);
        }
    }

    private static byte @org.jspecify.annotations.Nullable [] next(Path file, JsonLines input)
            throws IOException {
        try {
            return input.next();
        } catch (EOFException | ZipException e) {
            throw new IOException(file + " is a damaged gzip file behind line " + input.line(), e);
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String at(Path file, JsonLines input) {
        return file + " line " + input.line() + ": ";
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
