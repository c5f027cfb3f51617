package io.foresnap.cli;

import io.foresnap.cluster.Cluster;
import io.foresnap.cluster.ClusterPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster start}. */
@Command(
        name = "start",
        description = {
            "Starts a cluster and waits until it is ready. Where the folder has one already, what"
                    + " does not run of it is started again, on the same ports.",
            "Flink is configured by conf/flink-cluster.yaml."
        })
final class ClusterStartCommand implements Callable<Integer> {

    private static final int DEFAULT_TASK_MANAGERS = 2;
    private static final int DEFAULT_SLOTS = 3;

    @Mixin ClusterDirectory where = new ClusterDirectory();

    @Option(
            names = "--task-managers",
            paramLabel = "N",
            description = "How many TaskManagers (default: " + DEFAULT_TASK_MANAGERS + ").")
    @Nullable Integer taskManagers;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Task slots of each (default: " + DEFAULT_SLOTS + ").")
    @Nullable Integer slots;

    @Option(
            names = "--data-nodes",
            paramLabel = "N",
            description = "How many DataNodes of HDFS (default: 1).")
    @Nullable Integer dataNodes;

    @Option(
            names = "--free-ports",
            description =
                    "Use any free ports instead of the usual ones (dashboard 8081, Kafka 9092,"
                            + " NameNode 8020); 'cluster status' shows them.")
    boolean freePorts;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Add this to each of the usual ports.")
    @Nullable Integer portOffset;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check(taskManagers == null || taskManagers > 0, "--task-managers must be positive");
        check(slots == null || slots > 0, "--slots must be positive");
        check(dataNodes == null || dataNodes > 0, "--data-nodes must be positive");
        check(!freePorts || portOffset == null, "give --free-ports or --port-offset, not both");
        check(
                portOffset == null || (portOffset >= 0 && portOffset < 50_000),
                "--port-offset must lie between 0 and 49999");
        PrintWriter out = spec.commandLine().getOut();
        Cluster cluster = cluster();
        out.println("Starting HDFS, Kafka, ZooKeeper and Flink in " + where.path() + "…");
        out.flush();
        cluster.start(
                ClusterDirectory.home(),
                line -> {
                    out.println("  " + line);
                    out.flush();
                });
        cluster.addresses().forEach(out::println);
        out.flush();
        return 0;
    }

    private Cluster cluster() throws IOException {
        Optional<Cluster> known = Cluster.in(where.path());
        if (known.isEmpty()) {
            return Cluster.create(
                    where.path(),
                    new ClusterPlan(
                            or(dataNodes, 1),
                            or(taskManagers, DEFAULT_TASK_MANAGERS),
                            or(slots, DEFAULT_SLOTS),
                            freePorts,
                            or(portOffset, 0)));
        }
        check(
                !freePorts && portOffset == null && dataNodes == null && slots == null,
                "the cluster in "
                        + where.path()
                        + " keeps its ports, DataNodes and slots: stop it first, or give another --directory");
        Cluster same = known.get();
        if (taskManagers != null) {
            same = same.withTaskManagers(taskManagers);
        }
        if (same.isComplete()) {
            throw new IOException(
                    "the cluster in %s runs already (see 'cluster status')"
                            .formatted(where.path()));
        }
        return same;
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
