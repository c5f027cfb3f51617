package io.foresnap.cli;

import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.replay.predict.Predictions;
import io.foresnap.replay.report.CacheSize;
import io.foresnap.replay.report.PolicyFigures;
import io.foresnap.replay.report.Recommended;
import io.foresnap.replay.report.Replay;
import io.foresnap.replay.report.ReplayReport;
import io.foresnap.replay.report.ReplayReportWriter;
import io.foresnap.replay.report.ReplaySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** {@code replay}. */
@Command(
        name = "replay",
        description = {
            "What prediction and prefetching would have done on a recorded trace: the job's own"
                    + " classes in virtual time, the same for the same input. The first half warms"
                    + " up, the second is scored; nothing is known before it happened."
        })
final class ReplayCommand implements Callable<Integer> {

    @Option(
            names = "--trace",
            required = true,
            paramLabel = "F.csv[.gz]",
            description =
                    "Recorded requests: timestamp_ms,table,partition,requester[,target_time_ms], in"
                            + " order of time.")
    Path trace = Path.of("");

    @Option(
            names = "--model-type",
            paramLabel = "M",
            description =
                    "Only this model: ${COMPLETION-CANDIDATES}. All of them unless given, and AUTO"
                            + " is the one that prefetching uses.")
    @Nullable ModelType model;

    @Option(
            names = "--prediction-interval",
            paramLabel = "D",
            converter = HumanDuration.class,
            description = "Prediction interval and window (default: 5 min).")
    Duration interval = ForesnapOptions.PREDICTION_INTERVAL.defaultValue();

    @Option(
            names = "--training-interval",
            paramLabel = "D",
            converter = HumanDuration.class,
            description =
                    "Score with the versions that the job would publish so often, each only if it is"
                            + " no worse than the last. Unless given, a model uses what it has"
                            + " learned from a window as soon as that has closed.")
    Duration trainingInterval = Duration.ZERO;

    @Option(
            names = "--capacity",
            paramLabel = "SIZE",
            converter = CacheSizes.class,
            split = ",",
            description =
                    "Size of the cache, for example 20gb, or 10%% of the sum over the partitions of"
                            + " the bytes that their requests need on average; several may be given,"
                            + " the first is spoken about (default: 10%%,2%%,30%%).")
    List<CacheSize> capacities =
            List.of(CacheSize.ofShare(0.1), CacheSize.ofShare(0.02), CacheSize.ofShare(0.3));

    @Option(
            names = "--no-recommend",
            description =
                    "Do not look for the cache size, queue capacity and prediction interval that"
                            + " suit these requests.")
    boolean noRecommendation;

    @Mixin SimulationOptions simulation = new SimulationOptions();

    @Option(
            names = "--compare",
            paramLabel = "NAME=F.csv[.gz]",
            description =
                    "Predictions of another model, tick_ms,table,partition,p, for every scored tick"
                            + " and partition known at it; may be repeated.")
    Map<String, Path> compared = new LinkedHashMap<>();

    @Option(
            names = "--predictions",
            paramLabel = "OUT.csv[.gz]",
            description = "Write every scored prediction of the chosen model.")
    @Nullable Path predictions;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write replay.json and index.html.")
    @Nullable Path report;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of what is random (default: ${DEFAULT-VALUE}).")
    long seed;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Replay replay = open();
        Predictions predicted;
        try (Progress progress = Progress.of("predicting", "ticks", replay.ticks())) {
            predicted = replay.predict(progress::stepTo);
        }
        if (predictions != null) {
            replay.write(predicted, predictions);
        }
        List<PolicyFigures> policies;
        try (Progress progress = Progress.of("prefetching", "runs", replay.runs())) {
            policies = replay.simulate(predicted, progress::step);
        }
        Recommended recommended;
        try (Progress progress = Progress.of("trying", "runs", Recommended.MOST_TRIALS)) {
            recommended = replay.recommend(predicted, policies, progress::step);
        }
        ReplayReport found = replay.judge(predicted, policies, recommended);
        PrintWriter out = spec.commandLine().getOut();
        new ReplayText(found, out).print();
        if (report != null) {
            ReplayReportWriter.write(found, report);
            out.println("Report: " + report.resolve(ReplayReportWriter.PAGE));
        }
        out.flush();
        return 0;
    }

    private Replay open() throws IOException {
        ReplaySettings settings =
                new ReplaySettings(
                        trace,
                        interval,
                        models(),
                        trainingInterval,
                        compared,
                        capacities,
                        usual -> simulation.over(usual, seed),
                        !noRecommendation,
                        seed);
        try {
            return Replay.of(settings);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** AUTO first: it is the one that prefetching uses. */
    private List<ModelType> models() {
        if (model != null) {
            return List.of(model);
        }
        List<ModelType> all = new ArrayList<>(List.of(ModelType.values()));
        all.remove(ModelType.AUTO);
        all.add(0, ModelType.AUTO);
        return all;
    }

    private void check() {
        checkReadable("--trace", trace);
        compared.values().forEach(file -> checkReadable("--compare", file));
        check(
                interval.toMillis() > 0,
                "--prediction-interval must be positive, but is " + HumanDuration.text(interval));
        check(
                !trainingInterval.isNegative(),
                "--training-interval must not be negative, but is "
                        + HumanDuration.text(trainingInterval));
        check(
                report == null || !Files.exists(report) || Files.isDirectory(report),
                "--report: not a folder: " + report);
        check(
                predictions == null || !Files.isDirectory(predictions),
                "--predictions: is a folder: " + predictions);
        check(
                predictions == null || Files.isDirectory(folderOf(predictions)),
                "--predictions: no such folder: " + predictions);
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : folder;
    }

    private void checkReadable(String option, Path file) {
        check(Files.isReadable(file), option + ": no such file: " + file);
        check(!Files.isDirectory(file), option + ": is a folder: " + file);
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
