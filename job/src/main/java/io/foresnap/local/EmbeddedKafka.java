package io.foresnap.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** One Kafka broker (KRaft) on free ports, in a temporary folder that goes when it is closed. */
public final class EmbeddedKafka implements AutoCloseable {

    /** A port found free may be taken before the broker binds it: so often another is tried. */
    private static final int ATTEMPTS = 3;

    private final TempFolder folder;
    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final Security security;

    /**
     * How clients and the broker itself come in.
     *
     * @param protocol the listener's, such as SASL_SSL
     * @param broker properties that the broker has for it
     * @param client properties of a client that may create topics
     */
    public record Security(
            String protocol, Map<String, String> broker, Map<String, String> client) {

        /** Anybody may, in the clear. */
        public static final Security NONE = new Security("PLAINTEXT", Map.of(), Map.of());
    }

    private EmbeddedKafka(TempFolder folder, KafkaRaftServer server, int port, Security security) {
        this.folder = folder;
        this.server = server;
        this.bootstrapServers = "localhost:" + port;
        this.security = security;
    }

    /** A broker that accepts clients. */
    public static EmbeddedKafka start() throws IOException {
        return start(Security.NONE);
    }

    /** A broker that accepts the clients that may come in. */
    public static EmbeddedKafka start(Security security) throws IOException {
        for (int attempt = 1; ; attempt++) {
            TempFolder folder = TempFolder.create("foresnap-kafka-");
            try {
                return start(folder, security);
            } catch (IOException | RuntimeException e) {
                folder.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static EmbeddedKafka start(TempFolder folder, Security security) throws IOException {
        int[] ports = FreePorts.two();
        Properties properties = settings(folder.path(), ports[0], ports[1], security);
        format(folder.path(), properties);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedKafka(folder, server, ports[0], security);
    }

    private static Properties settings(
            Path folder, int brokerPort, int controllerPort, Security security) {
        Properties p = new Properties();
        p.putAll(
                Map.ofEntries(
                        Map.entry("node.id", "1"),
                        Map.entry("process.roles", "broker,controller"),
                        Map.entry("controller.quorum.voters", "1@localhost:" + controllerPort),
                        Map.entry("controller.listener.names", "CONTROLLER"),
                        Map.entry("inter.broker.listener.name", security.protocol()),
                        Map.entry(
                                "listener.security.protocol.map",
                                "CONTROLLER:PLAINTEXT,%1$s:%1$s".formatted(security.protocol())),
                        Map.entry(
                                "listeners",
                                "%s://localhost:%d,CONTROLLER://localhost:%d"
                                        .formatted(
                                                security.protocol(), brokerPort, controllerPort)),
                        Map.entry("log.dirs", folder.resolve("logs").toString()),
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
        p.putAll(security.broker());
        return p;
    }

    private static void format(Path folder, Properties properties) throws IOException {
        Path file = folder.resolve("server.properties");
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
            throw new IOException("formatting the Kafka folder " + folder + " gave code " + code);
        }
    }

    /** What clients put into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Creates topics with {@code partitions} partitions each. */
    public void createTopics(int partitions, String... names) throws IOException {
        Map<String, Object> properties = new HashMap<>(security.client());
        properties.put("bootstrap.servers", bootstrapServers);
        List<NewTopic> topics =
                Arrays.stream(names).map(n -> new NewTopic(n, partitions, (short) 1)).toList();
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IOException("could not create topics " + List.of(names), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while creating topics " + List.of(names), e);
        }
    }

    @Override
    public void close() throws IOException {
        // While the JVM goes down a server may fail to stop; its folder must go all the same.
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            folder.close();
        }
    }
}
