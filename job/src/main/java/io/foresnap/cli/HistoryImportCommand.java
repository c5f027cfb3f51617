package io.foresnap.cli;

import io.foresnap.job.LearningSettings;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.replay.Trace;
import io.foresnap.replay.TraceLoader;
import io.foresnap.savepoint.HistorySavepoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code history import}. */
@Command(
        name = "import",
        description = {
            "Makes a savepoint of recorded requests: a job started from it (flink run -s, or"
                    + " resume --savepoint) has learned them, model and all. The options must"
                    + " be those of the job."
        })
final class HistoryImportCommand implements Callable<Integer> {

    @Option(
            names = "--trace",
            required = true,
            paramLabel = "F.csv[.gz]",
            description =
                    "Recorded requests: timestamp_ms,table,partition,requester[,target_time_ms], in"
                            + " order of time. A line without partition is one for partition 0;"
                            + " lines that differ in nothing but the partition are one request.")
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
            description =
                    "The job's prediction.model-type: ${COMPLETION-CANDIDATES} (default: AUTO).")
    @Nullable ModelType model;

    @Option(
            names = "--prediction-interval",
            paramLabel = "D",
            converter = HumanDuration.class,
            description = "The job's prediction.interval and prediction.window (default: 5 min).")
    @Nullable Duration interval;

    @Option(
            names = "--training-interval",
            paramLabel = "D",
            converter = HumanDuration.class,
            description = "The job's training.interval (default: 1 h).")
    @Nullable Duration trainingInterval;

    @Option(
            names = "--time-zone",
            paramLabel = "Z",
            description = "The job's prediction.time-zone (default: UTC).")
    @Nullable String zone;

    @Option(
            names = "-D",
            paramLabel = "key=value",
            description =
                    "Any option that the job will be started with, for example"
                            + " -Dhistory.time-to-live='90 d', -Dtraining.examples-per-tick=5000,"
                            + " -Dprediction.window='10 min', -Dpipeline.max-parallelism=512. Those"
                            + " that have nothing to do with learning change nothing.")
    Map<String, String> overrides = new LinkedHashMap<>();

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Configuration options = options();
        LearningSettings settings = settings(options);
        int maxParallelism = maxParallelism(options);
        if (!Files.exists(trace)) {
            throw wrong("--trace: no such file: " + trace, null);
        }
        Trace requests = TraceLoader.load(trace);
        HistorySavepoint.Summary made;
        try (Progress progress =
                Progress.of("Learning", "ticks", HistorySavepoint.ticks(requests, settings))) {
            made =
                    HistorySavepoint.write(
                            requests, settings, maxParallelism, savepoint, progress::stepTo);
        }
        print(made);
        return 0;
    }

    private void print(HistorySavepoint.Summary made) {
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
    }

    private Configuration options() {
        ConfigurationCheck.problem(overrides)
                .ifPresent(
                        problem -> {
                            throw wrong(problem, null);
                        });
        Configuration options = Configuration.fromMap(overrides);
        set(options, ForesnapOptions.MODEL_TYPE, model, "--model-type");
        set(options, ForesnapOptions.PREDICTION_INTERVAL, interval, "--prediction-interval");
        set(options, ForesnapOptions.TRAINING_INTERVAL, trainingInterval, "--training-interval");
        set(options, ForesnapOptions.TIME_ZONE, zone, "--time-zone");
        return options;
    }

    private <T> void set(
            Configuration options, ConfigOption<T> option, @Nullable T value, String name) {
        if (value != null && overrides.containsKey(option.key())) {
            throw wrong("give %s or -D%s, not both".formatted(name, option.key()), null);
        }
        if (value != null) {
            options.set(option, value);
        }
    }

    private LearningSettings settings(Configuration options) {
        try {
            return LearningSettings.of(options);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    /** What the job will have: Flink takes it from the parallelism unless it is given. */
    private int maxParallelism(Configuration options) {
        int given =
                options.getOptional(PipelineOptions.MAX_PARALLELISM)
                        .filter(parallelism -> parallelism > 0)
                        .orElseGet(
                                () ->
                                        KeyGroupRangeAssignment.computeDefaultMaxParallelism(
                                                options.get(CoreOptions.DEFAULT_PARALLELISM)));
        if (given < 2 || given > KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM) {
            throw wrong(
                    "-D%s must lie between 2 and %d, but is %d"
                            .formatted(
                                    PipelineOptions.MAX_PARALLELISM.key(),
                                    KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM,
                                    given),
                    null);
        }
        return given;
    }

    private ParameterException wrong(String problem, @Nullable Exception cause) {
        return new ParameterException(spec.commandLine(), problem, cause);
    }
}
