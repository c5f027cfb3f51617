package io.foresnap.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Looks at the processes of a cluster, all at about the same time. */
final class ProcessStates {

    private final Cluster cluster;
    private final boolean jobManager;
    private final int dataNodes;
    private final int startedDataNodes;
    private final Map<String, Long> heartbeats;

    ProcessStates(Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.jobManager = cluster.flink().ready();
        this.dataNodes = cluster.hdfs().liveDataNodes();
        int started = 0;
        for (String process : cluster.settings().processes()) {
            boolean isDataNode = kind(process).equals("datanode");
            started += isDataNode && cluster.daemon(process).isAlive() ? 1 : 0;
        }
        this.startedDataNodes = started;
        this.heartbeats = cluster.flink().heartbeats();
    }

    ProcessState of(String name) throws IOException {
        Optional<ProcessHandle> process = cluster.daemon(name).process();
        if (process.isEmpty()) {
            return new ProcessState(name, -1, -1, ProcessState.DOWN, address(name));
        }
        long pid = process.get().pid();
        long started = ProcessMark.startMillis(process.get());
        return new ProcessState(
                name,
                pid,
                memoryBytes(pid),
                answers(name, started) ? ProcessState.UP : ProcessState.NOT_READY,
                address(name));
    }

    private boolean answers(String name, long started) {
        return switch (kind(name)) {
            case "zookeeper" -> cluster.zooKeeper().ready();
            case "kafka" -> cluster.kafka().ready();
            case "namenode" -> dataNodes >= 0;
            case "datanode" -> dataNodes >= startedDataNodes;
            case "jobmanager" -> jobManager;
            default -> heartbeats.getOrDefault(name, 0L) > started;
        };
    }

    private String address(String name) {
        ClusterSettings settings = cluster.settings();
        return switch (kind(name)) {
            case "zookeeper" -> "localhost:" + settings.ports().zooKeeper();
            case "kafka" -> settings.bootstrapServers();
            case "namenode" ->
                    "%s, http://localhost:%d"
                            .formatted(settings.fileSystem(), settings.ports().nameNodeWeb());
            case "jobmanager" ->
                    "%s, metrics %d".formatted(settings.dashboard(), settings.ports().metrics());
            case "taskmanager" -> "metrics " + cluster.flink().metricsPort(name);
            default -> "";
        };
    }

    private static String kind(String name) {
        int dash = name.indexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }

    /** Where the system tells. */
    private static long memoryBytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException notTold) {
            return -1;
        }
    }
}
