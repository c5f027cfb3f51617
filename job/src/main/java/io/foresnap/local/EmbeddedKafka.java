package io.foresnap.local;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
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

        private Map<String, String> listeners(int brokerPort, int controllerPort) {
            Map<String, String> properties = new HashMap<>(broker);
            properties.put("inter.broker.listener.name", protocol);
            properties.put(
                    "listener.security.protocol.map",
                    "CONTROLLER:PLAINTEXT,%1$s:%1$s".formatted(protocol));
            properties.put(
                    "listeners",
                    "%s://localhost:%d,CONTROLLER://localhost:%d"
                            .formatted(protocol, brokerPort, controllerPort));
            return properties;
        }
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
        List<Integer> ports = FreePorts.find(2);
        Properties properties =
                KafkaFolder.settings(folder.path().resolve("logs"), ports.get(0), ports.get(1));
        properties.putAll(security.listeners(ports.get(0), ports.get(1)));
        KafkaFolder.format(folder.path().resolve("server.properties"), properties);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedKafka(folder, server, ports.get(0), security);
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
