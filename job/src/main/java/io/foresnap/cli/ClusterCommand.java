package io.foresnap.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster}: HDFS, Kafka and Flink as separate processes of this machine. */
@Command(
        name = "cluster",
        description = {
            "A cluster on this machine as operators have it on many: NameNode, DataNodes, Kafka,"
                    + " ZooKeeper, Flink's JobManager and TaskManagers, each a process of its own.",
            "Several can run side by side, each in a --directory of its own. 'submit' brings a job"
                    + " onto it."
        },
        subcommands = {
            ClusterStartCommand.class,
            ClusterStatusCommand.class,
            ClusterStopCommand.class,
            ClusterCheckCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class ClusterCommand implements Runnable {

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "cluster needs a command: start, status, stop or check");
    }
}
