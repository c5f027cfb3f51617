package io.foresnap.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** What a Kafka of one node (KRaft, broker and controller at once) needs before it starts. */
public final class KafkaFolder {

    /**
     * A server's properties.
     *
     * @param logs where its topics are
     */
    public static Properties settings(Path logs, int brokerPort, int controllerPort) {
        Properties p = new Properties();
        p.putAll(
                Map.ofEntries(
                        Map.entry("node.id", "1"),
                        Map.entry("process.roles", "broker,controller"),
                        Map.entry("controller.quorum.voters", "1@localhost:" + controllerPort),
                        Map.entry("controller.listener.names", "CONTROLLER"),
                        Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                        Map.entry(
                                "listeners",
                                "PLAINTEXT://localhost:%d,CONTROLLER://localhost:%d"
                                        .formatted(brokerPort, controllerPort)),
                        Map.entry("log.dirs", logs.toString()),
                        Map.entry("offsets.topic.replication.factor", "1"),
                        Map.entry("offsets.topic.num.partitions", "1"),
                        Map.entry("transaction.state.log.replication.factor", "1"),
                        Map.entry("transaction.state.log.min.isr", "1"),
                        Map.entry("transaction.state.log.num.partitions", "1"),
                        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                        Map.entry("share.coordinator.state.topic.min.isr", "1"),
                        Map.entry("group.initial.rebalance.delay.ms", "0"),
                        // The default of 128 MiB is most of a small heap.
                        Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                        Map.entry("auto.create.topics.enable", "false")));
        return p;
    }

    /** Writes the properties to a file, and makes the folder that they name ready. */
    public static void format(Path file, Properties properties) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        String[] arguments = {
            "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
        };
        PrintStream quiet =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int code = StorageTool.execute(arguments, quiet);
        if (code != 0) {
            throw new IOException("formatting Kafka's folder by " + file + " gave code " + code);
        }
    }

    private KafkaFolder() {}
}
