package io.foresnap.cli;

import io.foresnap.event.BackupRequest;
import io.foresnap.savepoint.HistoryFiles;
import io.foresnap.savepoint.HistoryReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code history export}. */
@Command(
        name = "export",
        description = {
            "Writes the history that a savepoint or checkpoint of the main job holds: accesses"
                    + " (the newest 20 requests of every partition, one by one) and partitions"
                    + " (how many there were in all, since when, what they need)."
        })
final class HistoryExportCommand implements Callable<Integer> {

    @Option(
            names = "--savepoint",
            required = true,
            paramLabel = "URI",
            description = "Folder of the savepoint or checkpoint.")
    String savepoint = "";

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Where accesses and partitions are written; neither may be there.")
    Path output = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "csv",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    HistoryFiles.Form format = HistoryFiles.Form.csv;

    @Mixin TableGlob only = new TableGlob();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TargetTime.class,
            description = "Only requests from then on: ISO-8601 with offset, or epoch ms.")
    @Nullable Long from;

    @Option(
            names = "--before",
            paramLabel = "TIME",
            converter = TargetTime.class,
            description = "Only requests before then.")
    @Nullable Long before;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        long fromMs = time("--from", from, Long.MIN_VALUE);
        long beforeMs = time("--before", before, Long.MAX_VALUE);
        for (String name : new String[] {"accesses.", "partitions."}) {
            if (Files.exists(output.resolve(name + format))) {
                throw new IOException("--output: " + output.resolve(name + format) + " exists");
            }
        }
        HistoryReader.History history =
                HistoryReader.read(savepoint, only.filter(spec.commandLine()), fromMs, beforeMs);
        HistoryFiles.write(history, format, output);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%,d requests for %,d partitions in %s%n",
                history.accesses().size(), history.partitions().size(), output);
        out.flush();
        return 0;
    }

    private long time(String option, @Nullable Long given, long otherwise) {
        if (given != null && given == BackupRequest.LATEST) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be a time, but is latest");
        }
        return given == null ? otherwise : given;
    }
}
