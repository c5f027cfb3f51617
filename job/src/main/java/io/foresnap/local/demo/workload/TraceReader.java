package io.foresnap.local.demo.workload;

import io.foresnap.event.BackupRequest;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recorded trace: CSV, plain or gzip, with the header {@code
 * timestamp_ms,table,partition,requester[,target_time_ms]}, in order of time. Partition, requester
 * and target time may be empty.
 */
public final class TraceReader implements AutoCloseable {

    private static final List<String> COLUMNS =
            List.of("timestamp_ms", "table", "partition", "requester");
    private static final String TARGET = "target_time_ms";

    private final Path file;
    private final BufferedReader lines;
    private final int columns;
    private final int targetColumn;
    private int lineNumber = 1;
    private long lastMs = Long.MIN_VALUE;

    private TraceReader(Path file, BufferedReader lines, List<String> header) {
        this.file = file;
        this.lines = lines;
        this.columns = header.size();
        this.targetColumn = header.indexOf(TARGET);
    }

    /** Opens a trace; an exception names the file and shows a header that is wrong. */
    public static TraceReader open(Path file) throws IOException {
        BufferedReader lines = text(file);
        try {
            String first = firstLine(file, lines);
            List<String> header = first == null ? List.of() : List.of(first.strip().split(",", -1));
            if (header.size() < COLUMNS.size()
                    || !header.subList(0, COLUMNS.size()).equals(COLUMNS)) {
                throw new IOException(
                        "%s: the header must be %s[,%s], but is '%s'"
                                .formatted(
                                        file,
                                        String.join(",", COLUMNS),
                                        TARGET,
                                        first == null ? "" : shortened(first)));
            }
            return new TraceReader(file, lines, header);
        } catch (IOException e) {
            lines.close();
            throw e;
        }
    }

    /** The lines of a text, plain or gzip: by content, not by name, as traces are often renamed. */
    public static BufferedReader text(Path file) throws IOException {
        return new BufferedReader(
                new LimitedLines(new InputStreamReader(unzipped(file), StandardCharsets.UTF_8)),
                1 << 16);
    }

    private static InputStream unzipped(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        byte[] magic = in.readNBytes(2);
        in.reset();
        boolean gzip = Arrays.equals(magic, new byte[] {0x1f, (byte) 0x8b});
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** The next request, or empty at the end; an exception names file and line of what is wrong. */
    public Optional<PlannedRequest> next() throws IOException {
        Optional<TraceLine> line = nextLine();
        return line.map(
                read ->
                        new PlannedRequest(
                                read.timeMs(),
                                read.table(),
                                read.partitions(),
                                read.targetTimeMs(),
                                read.requester()));
    }

    /** The same as it is written; empty at the end. */
    public Optional<TraceLine> nextLine() throws IOException {
        String line = readLine();
        while (line != null && line.isBlank()) {
            line = readLine();
        }
        return line == null ? Optional.empty() : Optional.of(parsed(line));
    }

    // What a damaged archive throws does not say which file it is.
    private static @Nullable String firstLine(Path file, BufferedReader lines) throws IOException {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private @Nullable String readLine() throws IOException {
        lineNumber++;
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw bad("cannot be read: " + e.getMessage(), e);
        }
    }

    private TraceLine parsed(String line) throws IOException {
        String[] fields = line.split(",", -1);
        if (fields.length != columns) {
            throw bad("has %d fields instead of %d".formatted(fields.length, columns), null);
        }
        long at = number("timestamp_ms", fields[0]);
        if (at < lastMs) {
            throw bad("is earlier than the line before", null);
        }
        lastMs = at;
        if (fields[1].isEmpty()) {
            throw bad("has no table", null);
        }
        checkPartition(fields[2]);
        return new TraceLine(at, fields[1], fields[2], fields[3], target(fields));
    }

    private void checkPartition(String field) throws IOException {
        long partition = field.isEmpty() ? 0 : number("partition", field);
        if (partition < 0 || partition > Integer.MAX_VALUE) {
            throw bad("has an impossible partition: " + field, null);
        }
    }

    private long target(String[] fields) throws IOException {
        if (targetColumn < 0 || fields[targetColumn].isEmpty()) {
            return BackupRequest.LATEST;
        }
        return number(TARGET, fields[targetColumn]);
    }

    private long number(String column, String field) throws IOException {
        try {
            return Long.parseLong(field);
        } catch (NumberFormatException e) {
            throw bad("has a %s that is no number: '%s'".formatted(column, shortened(field)), e);
        }
    }

    private IOException bad(String what, @Nullable Exception cause) {
        return new IOException("%s: line %d %s".formatted(file, lineNumber, what), cause);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
