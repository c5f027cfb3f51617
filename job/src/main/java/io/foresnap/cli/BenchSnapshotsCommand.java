package io.foresnap.cli;

import io.foresnap.bench.SnapshotBenchmark;
import io.foresnap.options.ModelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench snapshots}. */
@Command(
        name = "snapshots",
        description = {
            "What adaptive snapshots save against snapshots at a fixed interval that write as many"
                    + " bytes (within 1 %): a simulation, the same for the same input and seed.",
            "The policy and the predictions are the jobs' own. Sizes and change rates of the"
                    + " partitions are made up from the seed."
        })
final class BenchSnapshotsCommand implements Callable<Integer> {

    @Option(
            names = "--trace",
            paramLabel = "F.csv[.gz]",
            description =
                    "Recorded requests: timestamp_ms,table,partition,requester[,target_time_ms]; a"
                            + " workload is made up unless given.")
    @Nullable Path trace;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Makes everything that is made up (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            split = ",",
            defaultValue = "1h,3h,6h",
            converter = HumanDuration.class,
            description =
                    "Fixed intervals to compare with, comma separated (default: ${DEFAULT-VALUE}).")
    List<Duration> intervals = List.of();

    @Option(
            names = "--model-type",
            paramLabel = "M",
            defaultValue = "AUTO",
            description = "Which model predicts: ${COMPLETION-CANDIDATES} (default: AUTO).")
    ModelType model = ModelType.AUTO;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (trace != null && !Files.isReadable(trace)) {
            throw new ParameterException(spec.commandLine(), "--trace: no such file: " + trace);
        }
        for (Duration interval : intervals) {
            if (interval.toMillis() <= 0) {
                throw new ParameterException(
                        spec.commandLine(), "--interval must be positive, but is " + interval);
            }
        }
        SnapshotBenchmark.of(Optional.ofNullable(trace), seed, model, spec.commandLine().getOut())
                .run(intervals);
        return 0;
    }
}
