package io.foresnap.cli;

import io.foresnap.cluster.check.ClusterCheck;
import java.io.IOException;
import java.util.concurrent.Callable;
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
            description =
                    "Before that, kill -9 each other process in turn (JobManager, Kafka, a DataNode,"
                            + " the NameNode, ZooKeeper) and start it again; 150 more requests.")
    boolean faults;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (requests < LEAST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--requests must be at least %d, but is %d".formatted(LEAST, requests));
        }
        return new ClusterCheck(
                                ClusterDirectory.home(),
                                requests,
                                faults,
                                ClusterDirectory.home().resolve("job/target/cluster-check-logs"),
                                spec.commandLine().getOut())
                        .run()
                ? 0
                : 1;
    }
}
