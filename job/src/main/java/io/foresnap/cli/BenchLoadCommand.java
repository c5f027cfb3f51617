package io.foresnap.cli;

import io.foresnap.bench.HistoryBackend;
import io.foresnap.bench.LoadBenchmark;
import io.foresnap.bench.TickLoad;
import io.foresnap.options.ModelType;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench load}. */
@Command(
        name = "load",
        description = {
            "How much the main job can take: requests answered with a backup, through Kafka, Flink"
                    + " and HDFS in this process, accesses learned by the history, and prediction"
                    + " ticks, each beside a bare Flink pipeline with the same source, keys and"
                    + " sink.",
            "Ticks over a million partitions need about 10 GB of heap, which run-local.sh gives"
                    + " it; --tick-partitions none leaves them out."
        })
final class BenchLoadCommand implements Callable<Integer> {

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many are answered (default: ${DEFAULT-VALUE}).")
    int requests;

    @Option(
            names = "--accesses",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many are learned (default: ${DEFAULT-VALUE}).")
    long accesses;

    @Option(
            names = "--tables",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many tables the accesses are for (default: ${DEFAULT-VALUE}).")
    int tables;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often learning is measured (default: ${DEFAULT-VALUE}).")
    int rounds;

    @Option(
            names = "--state-backend",
            paramLabel = "B",
            defaultValue = "hashmap",
            description =
                    "Where histories are kept: hashmap (on the heap) or rocksdb (default:"
                            + " ${DEFAULT-VALUE}).")
    HistoryBackend stateBackend = HistoryBackend.hashmap;

    @Option(
            names = "--tick-partitions",
            paramLabel = "N[,N]",
            defaultValue = "100000,1000000",
            description =
                    "Over how many partitions ticks are measured, ten a table; none for no ticks"
                            + " (default: ${DEFAULT-VALUE}).")
    String tickPartitions = "none";

    @Option(
            names = "--model-type",
            paramLabel = "M",
            defaultValue = "AUTO",
            description =
                    "Which model predicts at these ticks: ${COMPLETION-CANDIDATES} (default:"
                            + " AUTO).")
    ModelType model = ModelType.AUTO;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (requests < 2 || accesses < 1 || tables < 1 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--requests must be at least 2, --accesses, --tables and --rounds at least 1");
        }
        List<Integer> ticks = ticks();
        PrintWriter out = spec.commandLine().getOut();
        new LoadBenchmark(requests, accesses, tables, stateBackend, out).run(rounds);
        if (!ticks.isEmpty()) {
            new TickLoad(ticks, model, stateBackend, out).run();
        }
        return 0;
    }

    private List<Integer> ticks() {
        if (tickPartitions.equals("none")) {
            return List.of();
        }
        List<Integer> sizes = new ArrayList<>();
        for (String size : tickPartitions.split(",", -1)) {
            sizes.add(size(size.strip()));
        }
        Collections.sort(sizes);
        checkHeap(sizes.get(sizes.size() - 1));
        return sizes;
    }

    private int size(String text) {
        try {
            int size = Integer.parseInt(text);
            if (size >= 1) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Said below, as of a number that is too small.
        }
        throw new ParameterException(
                spec.commandLine(),
                "--tick-partitions must be positive numbers, or none, but has \"" + text + '"');
    }

    /** Said before anything is measured: these ticks are the last thing that is. */
    private void checkHeap(int partitions) {
        long needed = TickLoad.heapBytes(partitions);
        long heap = Runtime.getRuntime().maxMemory();
        if (stateBackend == HistoryBackend.hashmap && heap < needed) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tick-partitions %d needs about %d MB of heap, but there are %d MB"
                            .formatted(partitions, needed / 1_000_000, heap / 1_000_000));
        }
    }
}
