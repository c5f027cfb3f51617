package io.foresnap.cli;

import io.foresnap.archive.Importer;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: Debezium JSON lines into change logs and first snapshots. */
@Command(
        name = "import",
        description =
                "Imports Debezium change events, one JSON object {\"key\":…,\"value\":…} a line,"
                        + " into change logs and first snapshots. May be repeated: what is there"
                        + " already is not added again.")
final class ImportCommand implements Callable<Integer> {

    @Option(
            names = "--events",
            arity = "1..*",
            required = true,
            paramLabel = "FILE",
            description = "Files of events, plain or gzip, in order of time.")
    List<Path> events = List.of();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "More files of events.")
    List<Path> more = List.of();

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
        List<Path> files = new ArrayList<>(events);
        files.addAll(more);
        try (Storage storage = Storage.open(root)) {
            Importer importer =
                    new Importer(
                            storage,
                            partitions == null ? 0 : partitions,
                            segmentEvents,
                            storageOptions.placeholders());
            run(importer, files, through);
            report(importer);
        }
        return 0;
    }

    private static void run(Importer importer, List<Path> files, long through) throws IOException {
        if (!Terminals.interactive()) {
            importer.run(files, through, lines -> {});
            return;
        }
        try (ProgressBar bar =
                new ProgressBarBuilder()
                        .setTaskName("importing")
                        .setInitialMax(-1)
                        .setUnit(" lines", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(200)
                        .build()) {
            importer.run(files, through, bar::stepTo);
        }
    }

    private void report(Importer importer) {
        PrintWriter err = spec.commandLine().getErr();
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
