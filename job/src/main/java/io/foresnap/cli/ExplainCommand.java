package io.foresnap.cli;

import io.foresnap.changelog.Storage;
import io.foresnap.decisions.DecisionRecord;
import io.foresnap.decisions.Explainer;
import io.foresnap.decisions.Explanation;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code explain}: why a partition was, or was not, prefetched. */
@Command(
        name = "explain",
        description =
                "Tells why the partitions of a table were, or were not, prefetched at a time: how"
                        + " probable a request was, where it stood in the list, what was fetched,"
                        + " and whether it was used.")
final class ExplainCommand implements Callable<Integer> {

    /** Where a demonstration records. */
    private static final String FOLDER = "decisions";

    @Option(
            names = "--report",
            required = true,
            paramLabel = "DIR",
            description = "The report of a demonstration, or a job's decisions.directory.")
    String report = "";

    @Option(names = "--table", required = true, description = "Table id, schema.table.")
    String table = "";

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Partition number; all on record unless given.")
    @Nullable Integer partition;

    @Option(
            names = "--at",
            required = true,
            converter = TargetTime.class,
            paramLabel = "TIME",
            description = "ISO-8601 with an offset or epoch milliseconds, by the job's clock.")
    long atMs;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (atMs == BackupRequest.LATEST) {
            throw new ParameterException(spec.commandLine(), "--at must be a time, not latest");
        }
        try (Storage storage = open()) {
            DecisionRecord record = DecisionRecord.of(storage);
            if (record.isEmpty()) {
                throw new IOException("--report: no decisions are on record in " + report);
            }
            print(record);
            return 0;
        }
    }

    private void print(DecisionRecord record) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            for (Explanation each :
                    new Explainer(record).explain(table, Optional.ofNullable(partition), atMs)) {
                each.lines().forEach(out::println);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        out.flush();
    }

    private Storage open() throws IOException {
        Storage given = StorageOptions.openExisting("--report", report);
        Path inner = new Path(given.root(), FOLDER);
        if (!given.fileSystem().exists(inner)) {
            return given;
        }
        given.close();
        return Storage.open(inner.toString());
    }
}
