package io.foresnap.cli;

import io.foresnap.cluster.Cluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cluster stop}. */
@Command(
        name = "stop",
        description =
                "Ends all processes of the cluster and deletes its folder, with the data unless"
                        + " --keep-data.")
final class ClusterStopCommand implements Callable<Integer> {

    @Mixin ClusterDirectory where = new ClusterDirectory();

    @Option(
            names = "--keep-data",
            description =
                    "Keep data, logs and ports: 'cluster start' goes on with them, and so do the"
                            + " jobs.")
    boolean keepData;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Cluster.require(where.path()).stop(keepData);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                keepData
                        ? "Stopped; data and logs are in " + where.path()
                        : "Stopped; nothing is left of it.");
        out.flush();
        return 0;
    }
}
