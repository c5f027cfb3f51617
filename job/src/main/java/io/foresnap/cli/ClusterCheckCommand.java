package io.foresnap.cli;

import io.foresnap.cluster.check.ClusterCheck;
import io.foresnap.cluster.check.FaultChoice;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster check}. */
@Command(
        name = "check",
        description = {
            "Starts a cluster of its own on free ports, submits the main job, sends requests, kills a"
                    + " TaskManager (kill -9) in the middle and starts another, rescales, stops with a"
                    + " savepoint, resumes, and compares every backup with a naive replay of the"
                    + " changes.",
            "Prints 'lost 0 doubled 0 wrong 0'; exit code 1 otherwise."
        })
final class ClusterCheckCommand implements Callable<Integer> {

    private static final int LEAST = 50;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many requests are sent (default: ${DEFAULT-VALUE}).")
    int requests;

    @Option(
            names = "--faults",
            arity = "0..1",
            paramLabel = "F,...",
            fallbackValue = FaultChoice.ALL,
            description =
                    "Before that, and with requests under way, make these faults (all when none is"
                            + " named): kill -9 of taskmanager-1, jobmanager, kafka, datanode-1, namenode, zookeeper;"
                            + " flood (half of the requests invalid); large-partition, long-log (larger"
                            + " than a TaskManager's heap); reads-hang, storage-hangs; cache-disk,"
                            + " checkpoint-disk (full; where a tmpfs may be mounted); and at the end"
                            + " rescale. Prints a table of what came of each.")
    @Nullable String faults;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (requests < LEAST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--requests must be at least %d, but is %d".formatted(LEAST, requests));
        }
        FaultChoice choice;
        try {
            choice = faults == null ? FaultChoice.NONE : FaultChoice.of(faults);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--faults: " + e.getMessage(), e);
        }
        return new ClusterCheck(
                                ClusterDirectory.home(),
                                requests,
                                choice,
                                ClusterDirectory.home().resolve("job/target/cluster-check-logs"),
                                spec.commandLine().getOut())
                        .run()
                ? 0
                : 1;
    }
}
