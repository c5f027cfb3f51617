package io.foresnap.cluster;

import io.foresnap.local.KafkaFolder;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;

/** The cluster's Kafka: one node that is broker and controller. */
final class KafkaBroker {

    private static final int ANSWER_MILLIS = 3000;

    private final ClusterFolder folder;
    private final ClusterSettings settings;
    private final ClassPaths classPaths;

    KafkaBroker(ClusterFolder folder, ClusterSettings settings, ClassPaths classPaths) {
        this.folder = folder;
        this.settings = settings;
        this.classPaths = classPaths;
    }

    private Path file() {
        return folder.conf().resolve("kafka.properties");
    }

    /** Writes the configuration, and makes the broker's folder unless there is one. */
    void prepare() throws IOException {
        Path logs = folder.data("kafka").resolve("logs");
        Properties properties =
                KafkaFolder.settings(
                        logs, settings.ports().kafka(), settings.ports().kafkaController());
        if (!Files.exists(logs.resolve("meta.properties"))) {
            KafkaFolder.format(file(), properties);
        }
        try (Writer out = Files.newBufferedWriter(file())) {
            properties.store(out, null);
        }
    }

    Launch launch() {
        return new Launch(
                "kafka.Kafka",
                classPaths.servers(),
                List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=128m"),
                List.of(file().toString()));
    }

    /** Whether it answers. */
    boolean ready() {
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (KafkaException | ExecutionException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Admin admin() {
        return Admin.create(
                Map.of(
                        "bootstrap.servers", settings.bootstrapServers(),
                        "default.api.timeout.ms", ANSWER_MILLIS,
                        "request.timeout.ms", ANSWER_MILLIS));
    }

    /** Makes those topics that are not there. */
    void createTopics(Set<String> names, int partitions) throws IOException {
        try (Admin admin = admin()) {
            Set<String> missing = new HashSet<>(names);
            missing.removeAll(admin.listTopics().names().get());
            admin.createTopics(
                            missing.stream()
                                    .map(name -> new NewTopic(name, partitions, (short) 1))
                                    .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "cannot make topics at %s: %s"
                            .formatted(settings.bootstrapServers(), e.getCause()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making topics", e);
        }
    }
}
