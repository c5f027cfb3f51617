package io.foresnap.cli;

import io.foresnap.changelog.Storage;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.retention.BackupRetention;
import io.foresnap.retention.Removal;
import io.foresnap.retention.Removal.State;
import io.foresnap.retention.Retention;
import io.foresnap.retention.RetentionReport;
import io.foresnap.retention.RetentionSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code retention}: removes what is no longer needed. */
@Command(
        name = "retention",
        description = {
            "Removes segments and snapshots that no point within the window needs, and orphaned"
                    + " temporaries. Lists each file. What a running backup may still read stays"
                    + " until the command is run again.",
            "With --backups or --backup-id: removes backups instead. Nothing else ever does."
        })
final class RetentionCommand implements Callable<Integer> {

    @Option(names = "--root", required = true, paramLabel = "URI", description = "Storage root.")
    String root = "";

    @Mixin TableGlob only = new TableGlob();

    @Option(
            names = "--window",
            paramLabel = "D",
            converter = HumanDuration.class,
            description = "Every point within it stays restorable (default: 35 d).")
    Duration window = ForesnapOptions.RETENTION_WINDOW.defaultValue();

    @Option(
            names = "--grace",
            paramLabel = "D",
            converter = HumanDuration.class,
            description =
                    "How long files stay at least after they were retired, for programs that read"
                            + " them without a lease (default: 0 s).")
    Duration grace = Duration.ZERO;

    @Option(
            names = "--temporary-age",
            paramLabel = "D",
            converter = HumanDuration.class,
            description =
                    "Temporary files not written to for so long are swept; not shorter than the"
                            + " job's serving.timeout (default: 1 d).")
    Duration temporaryAge = ForesnapOptions.RETENTION_TEMPORARY_AGE.defaultValue();

    @Option(names = "--backups", description = "Remove backups, those --older-than.")
    boolean backups;

    @Option(
            names = "--older-than",
            paramLabel = "D",
            converter = HumanDuration.class,
            description = "Age of the backups to remove, by when they were made.")
    @Nullable Duration olderThan;

    @Option(
            names = "--backup-id",
            arity = "1..*",
            paramLabel = "ID",
            description = "Remove these backups.")
    List<String> backupIds = List.of();

    @Option(names = "--dry-run", description = "List what would go; change nothing.")
    boolean dryRun;

    @Option(names = "--json", description = "Print one JSON document.")
    boolean json;

    @Mixin StorageOptions storageOptions = new StorageOptions();

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        check();
        try (Storage storage = StorageOptions.openExisting(root)) {
            if (backups || !backupIds.isEmpty()) {
                print(storage, removeBackups(storage));
                return 0;
            }
            List<String> tables = only.existing(storage, spec.commandLine());
            Retention retention =
                    new Retention(
                            storage,
                            storageOptions.placeholders(),
                            new RetentionSettings(window, grace, temporaryAge));
            long now = InstantSource.system().millis();
            print(
                    storage,
                    dryRun ? retention.dryRun(tables, now, now) : retention.run(tables, now));
        }
        return 0;
    }

    private void check() {
        Duration least = ForesnapOptions.SERVING_TIMEOUT.defaultValue();
        right(positive(window), "--window must be positive, but is " + window.toMillis() + " ms");
        right(!grace.isNegative(), "--grace must not be negative");
        right(
                temporaryAge.compareTo(least) >= 0,
                "--temporary-age must be at least " + least.toMinutes() + " min");
        right(
                backups == (olderThan != null),
                "--backups and --older-than belong together: give both or none");
        right(olderThan == null || positive(olderThan), "--older-than must be positive");
        right(!backups || backupIds.isEmpty(), "give --backups or --backup-id, not both");
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private void right(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private RetentionReport removeBackups(Storage storage) throws IOException {
        BackupRetention retention = new BackupRetention(storage, dryRun);
        List<String> tables = BackupRetention.tables(storage);
        if (only.table != null) {
            tables = TableGlob.matching(storage, only.table, spec.commandLine());
        }
        if (olderThan != null) {
            long before = InstantSource.system().millis() - olderThan.toMillis();
            return retention.madeBefore(tables, before);
        }
        return retention.byId(tables, backupIds);
    }

    private void print(Storage storage, RetentionReport report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("root", storage.root().toString());
            document.put("dryRun", dryRun);
            document.put("removals", report.removals());
            document.put("snapshots", report.snapshots());
            document.put("leftAlone", report.leftAlone());
            Json.print(out, document);
            return;
        }
        for (String snapshot : report.snapshots()) {
            out.println((dryRun ? "would make" : "made") + " a snapshot of " + snapshot);
        }
        for (Removal each : report.removals()) {
            out.printf(
                    "%s %s (%d bytes): %s%n", verb(each), each.path(), each.bytes(), each.reason());
        }
        report.leftAlone().forEach(why -> out.println("left alone: " + why));
        summary(report, out);
    }

    private static String verb(Removal removal) {
        return switch (removal.state()) {
            case PLANNED -> "would remove";
            case REMOVED -> "removed";
            case RETIRED -> "retired, kept for --grace";
            case HELD -> "retired, kept for a running reader";
        };
    }

    private void summary(RetentionReport report, PrintWriter out) {
        State done = dryRun ? State.PLANNED : State.REMOVED;
        out.printf(
                "%d files, %s %s%n",
                report.files(done),
                TextTable.bytes(report.bytes(done)),
                dryRun ? "would be removed" : "removed");
        long kept = report.files(State.HELD) + report.files(State.RETIRED);
        if (kept > 0) {
            out.printf(
                    "%d files, %s are retired and go when the command is run again%n",
                    kept, TextTable.bytes(report.bytes(State.HELD) + report.bytes(State.RETIRED)));
        }
        out.flush();
    }
}
