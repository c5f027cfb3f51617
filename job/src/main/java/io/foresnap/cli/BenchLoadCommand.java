package io.foresnap.cli;

import io.foresnap.bench.HistoryBackend;
import io.foresnap.bench.LoadBenchmark;
import java.io.IOException;
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
                    + " and HDFS in this process, and accesses learned by the history, each beside"
                    + " a bare Flink pipeline with the same source, keys and sink."
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
            defaultValue = "300000",
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

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (requests < 2 || accesses < 1 || tables < 1 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--requests must be at least 2, --accesses, --tables and --rounds at least 1");
        }
        new LoadBenchmark(requests, accesses, tables, stateBackend, spec.commandLine().getOut())
                .run(rounds);
        return 0;
    }
}
