package io.foresnap.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * How large a cluster is and where it listens, as its folder remembers it.
 *
 * @param slots of each TaskManager
 */
record ClusterSettings(int dataNodes, int taskManagers, int slots, Ports ports) {

    ClusterSettings with(int newTaskManagers) {
        return new ClusterSettings(dataNodes, newTaskManagers, slots, ports);
    }

    /** The storage root of jobs that are given no other. */
    String storageRoot() {
        return fileSystem() + "/foresnap";
    }

    String fileSystem() {
        return "hdfs://localhost:" + ports.nameNode();
    }

    String bootstrapServers() {
        return "localhost:" + ports.kafka();
    }

    String dashboard() {
        return "http://localhost:" + ports.dashboard();
    }

    /** Names of all processes, in the order in which they start. */
    List<String> processes() {
        List<String> names = new ArrayList<>(List.of("zookeeper", "namenode", "kafka"));
        for (int i = 1; i <= dataNodes; i++) {
            names.add("datanode-" + i);
        }
        names.add("jobmanager");
        for (int i = 1; i <= taskManagers; i++) {
            names.add("taskmanager-" + i);
        }
        return names;
    }

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("data-nodes", Integer.toString(dataNodes));
        properties.setProperty("task-managers", Integer.toString(taskManagers));
        properties.setProperty("slots", Integer.toString(slots));
        ports.named().forEach((n, port) -> properties.setProperty("port." + n, port.toString()));
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }

    static ClusterSettings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        List<Integer> ports =
                Ports.usual(0).named().keySet().stream()
                        .map(name -> number(properties, "port." + name, file))
                        .toList();
        return new ClusterSettings(
                number(properties, "data-nodes", file),
                number(properties, "task-managers", file),
                number(properties, "slots", file),
                Ports.of(ports));
    }

    private static int number(Properties properties, String key, Path file) {
        String value = properties.getProperty(key, "");
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s: %s must be a number, but is '%s'".formatted(file, key, value), e);
        }
    }
}
