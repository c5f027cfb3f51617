package io.foresnap.cli;

import io.foresnap.bench.PredictionBenchmark;
import io.foresnap.options.ModelType;
import io.foresnap.replay.generator.GeneratorSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench predictions}. */
@Command(
        name = "predictions",
        description = {
            "How near to the true probabilities the models come on made-up traces (see 'generate'),"
                    + " and what they gain over an exponentially weighted rate.",
            "Features and models are the job's own; they predict, then learn, tick by tick."
        })
final class BenchPredictionsCommand implements Callable<Integer> {

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many traces, from seeds 1 to N (default: ${DEFAULT-VALUE}).")
    int seeds;

    @Option(
            names = "--model-type",
            paramLabel = "M",
            split = ",",
            description =
                    "Models, comma separated; aims are judged by the last: ${COMPLETION-CANDIDATES}"
                            + " (default: all, AUTO last).")
    List<ModelType> types = List.of(ModelType.values());

    @Mixin HabitOptions habits;

    @Spec CommandSpec spec;

    BenchPredictionsCommand() {
        this.habits = new HabitOptions();
    }

    @Override
    public Integer call() throws InterruptedException {
        if (seeds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--seeds must be at least 1, but is " + seeds);
        }
        GeneratorSettings first = habits.settings(1, spec.commandLine());
        long ticks = (first.endMs() - first.startMs()) / first.windowMs();
        try (Progress progress = Progress.of("Predicting", "ticks", seeds * ticks)) {
            new PredictionBenchmark(types, spec.commandLine().getOut())
                    .run(seeds, seed -> habits.settings(seed, spec.commandLine()), progress::step);
        }
        return 0;
    }
}
