package io.foresnap.cluster;

import io.foresnap.local.FreePorts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ports of a cluster's processes on this machine.
 *
 * @param metrics of the JobManager, for Prometheus; the TaskManagers have the next ones
 */
record Ports(
        int nameNode,
        int nameNodeWeb,
        int zooKeeper,
        int kafka,
        int kafkaController,
        int jobManager,
        int dashboard,
        int metrics) {

    private static final Ports USUAL = new Ports(8020, 9870, 2181, 9092, 9093, 6123, 8081, 9249);

    /** A cluster can grow to so many without another look for free ports. */
    private static final int MOST_TASK_MANAGERS = 8;

    /** Those where everybody looks, each so much higher. */
    static Ports usual(int offset) {
        return new Ports(
                USUAL.nameNode + offset,
                USUAL.nameNodeWeb + offset,
                USUAL.zooKeeper + offset,
                USUAL.kafka + offset,
                USUAL.kafkaController + offset,
                USUAL.jobManager + offset,
                USUAL.dashboard + offset,
                USUAL.metrics + offset);
    }

    /** Ports that nobody has just now. */
    static Ports free(int taskManagers) throws IOException {
        while (true) {
            Ports found = of(FreePorts.find(USUAL.named().size()));
            if (found.taken(Math.max(taskManagers, MOST_TASK_MANAGERS)).isEmpty()) {
                return found;
            }
        }
    }

    /** In the order of {@link #named}. */
    static Ports of(List<Integer> p) {
        return new Ports(
                p.get(0), p.get(1), p.get(2), p.get(3), p.get(4), p.get(5), p.get(6), p.get(7));
    }

    /** Each by what it is for. */
    Map<String, Integer> named() {
        Map<String, Integer> named = new LinkedHashMap<>();
        named.put("namenode", nameNode);
        named.put("namenode-web", nameNodeWeb);
        named.put("zookeeper", zooKeeper);
        named.put("kafka", kafka);
        named.put("kafka-controller", kafkaController);
        named.put("jobmanager", jobManager);
        named.put("dashboard", dashboard);
        named.put("metrics", metrics);
        return named;
    }

    /**
     * Where Prometheus finds a TaskManager's metrics.
     *
     * @param number from 1
     */
    int metricsOf(int number) {
        return metrics + number;
    }

    /** What cannot be listened on by a cluster with so many TaskManagers, for people. */
    Optional<String> taken(int taskManagers) {
        Map<String, Integer> all = named();
        for (int i = 1; i <= taskManagers; i++) {
            all.put("metrics of taskmanager-" + i, metricsOf(i));
        }
        return all.entrySet().stream()
                .filter(port -> !FreePorts.isFree(port.getValue()))
                .findFirst()
                .map(port -> "port %d (%s) is taken".formatted(port.getValue(), port.getKey()));
    }
}
