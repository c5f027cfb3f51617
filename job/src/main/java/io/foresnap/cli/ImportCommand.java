package io.foresnap.cli;

import io.foresnap.archive.EventInput;
import io.foresnap.archive.Importer;
import io.foresnap.archive.JsonInput;
import io.foresnap.changelog.Storage;
import io.foresnap.connect.KeyColumns;
import io.foresnap.connect.SinkFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code import}: Debezium JSON lines into change logs and first snapshots. */
@Command(
        name = "import",
        description =
                "Imports Debezium change events, one JSON object {\"key\":…,\"value\":…} a line or"
                        + " Avro files of Kafka Connect, into change logs and first snapshots. May be repeated: what is there"
                        + " already is not added again.")
final class ImportCommand implements Callable<Integer> {

    /** What files of events can be. */
    enum Format {
        JSONL,
        CONNECT_AVRO
    }

    private static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "jsonl" -> Format.JSONL;
                case "connect-avro" -> Format.CONNECT_AVRO;
                default ->
                        throw new TypeConversionException(
                                "must be jsonl or connect-avro, but is '" + text + "'");
            };
        }
    }

    @Option(
            names = "--events",
            arity = "1..*",
            required = true,
            paramLabel = "FILE",
            description =
                    "Files of events, plain or gzip, in order of time; for connect-avro also"
                            + " folders and Hadoop URIs, in any order.")
    List<String> events = List.of();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "More files of events.")
    List<String> more = List.of();

    @Option(
            names = "--format",
            defaultValue = "jsonl",
            converter = FormatConverter.class,
            description =
                    "What the files are: jsonl or connect-avro (default: jsonl). connect-avro is what Kafka"
                            + " Connect's HDFS sink writes:"
                            + " <topic>+<partition>+<start>+<end>.avro.")
    Format format = Format.JSONL;

    @Option(
            names = "--key-columns",
            arity = "1..*",
            paramLabel = "[TABLE=]C,…",
            description =
                    "For connect-avro, whose files hold no keys: the key's columns of all tables or"
                            + " of one; TABLE= is a table without key.")
    List<String> keyColumns = List.of();

    @Option(
            names = "--allow-gaps",
            description =
                    "For connect-avro: offsets may be missing between files, as in a compacted"
                            + " topic.")
    boolean allowGaps;

    @Option(
            names = "--root",
            required = true,
            paramLabel = "URI",
            description = "Storage root, any Hadoop URI or a local path; made when missing.")
    String root = "";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Partitions of a new table; keys are spread over them by hash (default: 1, or"
                            + " as many as the table has).")
    @Nullable Integer partitions;

    @Option(
            names = "--segment-events",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Events after which a segment is closed (default: ${DEFAULT-VALUE}).")
    int segmentEvents;

    @Option(
            names = "--complete-through",
            paramLabel = "TIME",
            converter = TargetTime.class,
            description =
                    "Time through which the events are complete: ISO-8601 with offset or epoch ms"
                            + " (default: now).")
    @Nullable Long completeThrough;

    @Mixin StorageOptions storageOptions = new StorageOptions();

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (partitions != null && partitions < 1) {
            throw wrong("--partitions must be at least 1, but is " + partitions);
        }
        if (segmentEvents < 1) {
            throw wrong("--segment-events must be at least 1, but is " + segmentEvents);
        }
        long through = InstantSource.system().millis();
        if (completeThrough != null) {
            if (completeThrough == Long.MAX_VALUE) {
                throw wrong("--complete-through must be a time, not latest");
            }
            through = completeThrough;
        }
        List<String> files = new ArrayList<>(events);
        files.addAll(more);
        boolean isAvro = format == Format.CONNECT_AVRO;
        try (SinkFiles sink = new SinkFiles(keys(isAvro), allowGaps);
                Storage storage = Storage.open(root)) {
            List<EventInput> inputs = isAvro ? sink.list(files) : json(files);
            Importer importer =
                    new Importer(
                            storage,
                            partitions == null ? 0 : partitions,
                            segmentEvents,
                            storageOptions.placeholders());
            run(importer, inputs, through);
            report(importer, sink.gaps());
        }
        return 0;
    }

    private KeyColumns keys(boolean isAvro) {
        if (isAvro && keyColumns.isEmpty()) {
            throw wrong(
                    "--format connect-avro needs --key-columns: the files hold values, no keys"
                            + " (TABLE= is a table without key)");
        }
        if (!isAvro && (!keyColumns.isEmpty() || allowGaps)) {
            throw wrong("--key-columns and --allow-gaps are for --format connect-avro");
        }
        try {
            return KeyColumns.parse(keyColumns);
        } catch (IllegalArgumentException e) {
            throw wrong("--key-columns: " + e.getMessage());
        }
    }

    private static List<EventInput> json(List<String> files) {
        return files.stream().<EventInput>map(file -> new JsonInput(Path.of(file))).toList();
    }

    private static void run(Importer importer, List<EventInput> inputs, long through)
            throws IOException {
        try (Progress bar = Progress.of("importing", "events", -1)) {
            importer.runInputs(inputs, through, bar::stepTo);
        }
    }

    private void report(Importer importer, List<String> gaps) {
        PrintWriter err = spec.commandLine().getErr();
        gaps.forEach(err::println);
        importer.tables()
                .forEach(
                        (table, archiver) ->
                                err.printf(
                                        "%s: %d events added, %d delivered before%n",
                                        table, archiver.added(), archiver.repeated()));
        if (importer.tables().isEmpty()) {
            err.println("no change event in the files");
        }
        err.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
