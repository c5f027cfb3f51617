package io.foresnap.cli;

import io.foresnap.bench.HistoryBackend;
import io.foresnap.bench.TickBenchmark;
import io.foresnap.options.ModelType;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench tick}. */
@Command(
        name = "tick",
        description = {
            "What one prediction tick costs, from the histories to the prefetch list: the job's own"
                    + " operators on two subtasks.",
            "A million partitions need about 10 GB of heap, which run-local.sh gives it."
        })
final class BenchTickCommand implements Callable<Integer> {

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many in all (default: ${DEFAULT-VALUE}).")
    int partitions;

    @Option(
            names = "--partitions-per-table",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many a table has (default: ${DEFAULT-VALUE}).")
    int perTable;

    @Option(
            names = "--model-type",
            paramLabel = "M",
            defaultValue = "AUTO",
            description = "Which model predicts: ${COMPLETION-CANDIDATES} (default: AUTO).")
    ModelType model = ModelType.AUTO;

    @Option(
            names = "--state-backend",
            paramLabel = "B",
            defaultValue = "hashmap",
            description =
                    "Where histories are kept: hashmap (on the heap) or rocksdb (default:"
                            + " ${DEFAULT-VALUE}).")
    HistoryBackend stateBackend = HistoryBackend.hashmap;

    @Option(
            names = "--ticks",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many are measured (default: ${DEFAULT-VALUE}).")
    int ticks;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (partitions < 1 || perTable < 1 || ticks < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--partitions, --partitions-per-table and --ticks must be at least 1");
        }
        new TickBenchmark(partitions, perTable, model, stateBackend, spec.commandLine().getOut())
                .run(ticks);
        return 0;
    }
}
