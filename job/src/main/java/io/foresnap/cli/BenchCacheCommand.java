package io.foresnap.cli;

import io.foresnap.bench.CacheBenchmark;
import io.foresnap.changelog.Storage;
import io.foresnap.local.TempFolder;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench cache}. */
@Command(
        name = "cache",
        description =
                "What the cache's bookkeeping costs beside the requests it serves, and the heap of"
                        + " an entry.")
final class BenchCacheCommand implements Callable<Integer> {

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Partitions cached (default: ${DEFAULT-VALUE}).")
    int partitions;

    @Option(
            names = "--segments-per-partition",
            paramLabel = "N",
            defaultValue = "100",
            description = "Segments of each (default: ${DEFAULT-VALUE}).")
    int perPartition;

    @Option(
            names = "--segment-events",
            paramLabel = "N",
            defaultValue = "20",
            description = "Events of a segment (default: ${DEFAULT-VALUE}).")
    int segmentEvents;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many are measured (default: ${DEFAULT-VALUE}).")
    int requests;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (partitions < 1 || perPartition < 1 || segmentEvents < 1 || requests < 1) {
            throw new ParameterException(spec.commandLine(), "all numbers must be at least 1");
        }
        try (TempFolder folder = TempFolder.create("foresnap-bench-");
                Storage storage = Storage.open(folder.path().toString())) {
            new CacheBenchmark(
                            storage,
                            partitions,
                            perPartition,
                            segmentEvents,
                            spec.commandLine().getOut())
                    .run(requests);
        }
        return 0;
    }
}
