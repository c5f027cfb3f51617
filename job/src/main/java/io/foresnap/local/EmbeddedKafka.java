package io.foresnap.local;

import java.io.IOException;
import java.util.Arrays;
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

    private EmbeddedKafka(TempFolder folder, KafkaRaftServer server, int port) {
        this.folder = folder;
        this.server = server;
        this.bootstrapServers = "localhost:" + port;
    }

    /** A broker that accepts clients. */
    public static EmbeddedKafka start() throws IOException {
        for (int attempt = 1; ; attempt++) {
            TempFolder folder = TempFolder.create("foresnap-kafka-");
            try {
                return start(folder);
            } catch (IOException | RuntimeException e) {
                folder.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static EmbeddedKafka start(TempFolder folder) throws IOException {
        List<Integer> ports = FreePorts.find(2);
        Properties properties =
                KafkaFolder.settings(folder.path().resolve("logs"), ports.get(0), ports.get(1));
        KafkaFolder.format(folder.path().resolve("server.properties"), properties);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedKafka(folder, server, ports.get(0));
    }

    /** What clients put into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Creates topics with {@code partitions} partitions each. */
    public void createTopics(int partitions, String... names) throws IOException {
        Map<String, Object> properties = Map.of("bootstrap.servers", bootstrapServers);
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
