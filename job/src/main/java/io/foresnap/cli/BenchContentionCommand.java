package io.foresnap.cli;

import io.foresnap.bench.ContentionBenchmark;
import io.foresnap.changelog.Storage;
import io.foresnap.local.EmbeddedHdfs;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench contention}. */
@Command(
        name = "contention",
        description = {
            "What requests lose while prefetching has as much to do as it can: the job's own classes"
                    + " on an HDFS in this process, requests at a steady rate, half of them from the"
                    + " cache, in blocks with and without prefetching that take turns."
        })
final class BenchContentionCommand implements Callable<Integer> {

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "6",
            description = "How many blocks of each kind count (default: ${DEFAULT-VALUE}).")
    int rounds;

    @Option(
            names = "--block",
            paramLabel = "D",
            converter = HumanDuration.class,
            defaultValue = "8s",
            description = "How long a block lasts (default: ${DEFAULT-VALUE}).")
    Duration block = Duration.ZERO;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "8",
            description = "Requests a second (default: ${DEFAULT-VALUE}).")
    double rate;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || block.isNegative() || block.isZero() || !(rate > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds, --block and --rate must be positive");
        }
        try (EmbeddedHdfs hdfs = EmbeddedHdfs.start();
                Storage storage = Storage.open(hdfs.uri().toString(), hdfs.configuration());
                Progress progress =
                        Progress.of("Contention", "blocks", ContentionBenchmark.blocks(rounds))) {
            new ContentionBenchmark(storage, block, rate, spec.commandLine().getOut())
                    .run(rounds, progress::stepTo);
        }
        return 0;
    }
}
