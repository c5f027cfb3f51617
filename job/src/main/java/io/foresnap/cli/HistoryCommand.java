package io.foresnap.cli;

import io.foresnap.event.TargetTimes;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.replay.Trace;
import io.foresnap.replay.TraceLoader;
import io.foresnap.savepoint.HistoryFiles;
import io.foresnap.savepoint.HistoryReader;
import io.foresnap.savepoint.HistorySavepoint;
import io.foresnap.savepoint.LearningSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code history}: the access-pattern history as savepoint and as files. */
@Command(
        name = "history",
        description = "The access-pattern history: made of recorded requests, or read.",
        subcommands = {HistoryCommand.Import.class, HistoryCommand.Export.class})
final class HistoryCommand implements Runnable {

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "history needs a command: import or export");
    }

    /** {@code history import}. */
    @Command(
            name = "import",
            description = {
                "Makes a savepoint of recorded requests: a job started from it (flink run -s, or"
                        + " resume --savepoint) has learned them, model and all. The options must"
                        + " be those of the job."
            })
    static final class Import implements Callable<Integer> {

        @Option(
                names = "--trace",
                required = true,
                paramLabel = "F.csv[.gz]",
                description =
                        "Recorded requests: timestamp_ms,table,partition,requester"
                                + "[,target_time_ms], in order of time. A line without partition"
                                + " is one for partition 0.")
        Path trace = Path.of("");

        @Option(
                names = "--savepoint",
                required = true,
                paramLabel = "URI",
                description = "Folder of the savepoint; must not exist.")
        String savepoint = "";

        @Option(
                names = "--model-type",
                paramLabel = "M",
                defaultValue = "AUTO",
                description =
                        "The job's prediction.model-type: ${COMPLETION-CANDIDATES} (default:"
                                + " ${DEFAULT-VALUE}).")
        ModelType model = ModelType.AUTO;

        @Option(
                names = "--prediction-interval",
                paramLabel = "D",
                converter = HumanDuration.class,
                description =
                        "The job's prediction.interval and prediction.window (default: 5 min).")
        Duration interval = ForesnapOptions.PREDICTION_INTERVAL.defaultValue();

        @Option(
                names = "--training-interval",
                paramLabel = "D",
                converter = HumanDuration.class,
                description = "The job's training.interval (default: 1 h).")
        Duration trainingInterval = ForesnapOptions.TRAINING_INTERVAL.defaultValue();

        @Option(
                names = "--time-zone",
                paramLabel = "Z",
                description = "The job's prediction.time-zone (default: UTC).")
        String zone = ForesnapOptions.TIME_ZONE.defaultValue();

        @Spec CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (interval.toMillis() <= 0 || trainingInterval.toMillis() <= 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--prediction-interval and --training-interval must be positive");
            }
            LearningSettings settings =
                    new LearningSettings(
                            model,
                            interval,
                            trainingInterval,
                            ForesnapOptions.TRAINING_EXAMPLES.defaultValue(),
                            zone(),
                            ForesnapOptions.HISTORY_TTL.defaultValue());
            if (!Files.exists(trace)) {
                throw new ParameterException(spec.commandLine(), "--trace: no such file: " + trace);
            }
            Trace requests = TraceLoader.load(trace);
            HistorySavepoint.Summary made;
            try (Progress progress =
                    Progress.of("Learning", "ticks", HistorySavepoint.ticks(requests, settings))) {
                made = HistorySavepoint.write(requests, settings, savepoint, progress::stepTo);
            }
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%,d requests for %,d partitions of %,d tables by %,d requesters, model version"
                            + " %d%n",
                    made.requests(),
                    made.partitions(),
                    made.tables(),
                    made.requesters(),
                    made.modelVersion());
            out.println(savepoint);
            out.flush();
            return 0;
        }

        private ZoneId zone() {
            try {
                return ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--time-zone must be a zone such as UTC or Europe/Vienna, but is '"
                                + zone
                                + "'",
                        e);
            }
        }
    }

    /** {@code history export}. */
    @Command(
            name = "export",
            description = {
                "Writes the history that a savepoint or checkpoint of the main job holds: accesses"
                        + " (the newest 20 requests of every partition, one by one) and partitions"
                        + " (how many there were in all, since when, what they need)."
            })
    static final class Export implements Callable<Integer> {

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

        @Option(
                names = "--table",
                paramLabel = "T",
                description = "Only this table, or those that match a glob such as 'public.*'.")
        @Nullable String table;

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "Only requests from then on: ISO-8601 with offset, or epoch ms.")
        @Nullable String from;

        @Option(names = "--before", paramLabel = "TIME", description = "Only requests before then.")
        @Nullable String before;

        @Spec CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            for (String name : new String[] {"accesses.", "partitions."}) {
                if (Files.exists(output.resolve(name + format))) {
                    throw new IOException("--output: " + output.resolve(name + format) + " exists");
                }
            }
            HistoryReader.History history =
                    HistoryReader.read(
                            savepoint,
                            tables(),
                            time("--from", from, Long.MIN_VALUE),
                            time("--before", before, Long.MAX_VALUE));
            HistoryFiles.write(history, format, output);
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%,d requests for %,d partitions in %s%n",
                    history.accesses().size(), history.partitions().size(), output);
            out.flush();
            return 0;
        }

        private Predicate<String> tables() {
            if (table == null) {
                return name -> true;
            }
            try {
                PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + table);
                return name -> name.equals(table) || glob.matches(Path.of(name));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        spec.commandLine(), "--table is no valid glob: " + table, e);
            }
        }

        private long time(String option, @Nullable String text, long otherwise) {
            if (text == null) {
                return otherwise;
            }
            try {
                return TargetTimes.parse(text);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
            }
        }
    }
}
