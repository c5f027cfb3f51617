package io.foresnap.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.backup.Backups;
import io.foresnap.changelog.Storage;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.EmbeddedHdfs;
import io.foresnap.local.EmbeddedKafka;
import io.foresnap.local.LiveMetrics;
import io.foresnap.local.LiveMetricsReporter;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Real HDFS, Kafka and Flink in this JVM, and a client of the job. */
final class TestingCluster implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    final EmbeddedHdfs hdfs;
    final EmbeddedKafka kafka;
    final EmbeddedFlink flink;
    final Storage storage;
    final Prometheus prometheus;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Queue<JsonNode>> arrived = new HashMap<>();

    TestingCluster() throws IOException {
        hdfs = EmbeddedHdfs.start();
        kafka = EmbeddedKafka.start();
        kafka.createTopics(
                2,
                "foresnap-requests",
                "foresnap-results",
                "foresnap-rejected",
                "foresnap-predictions",
                "foresnap-control",
                "foresnap-audit");
        Configuration settings = new Configuration();
        settings.set(RestOptions.PORT, 0);
        settings.set(RestOptions.BIND_PORT, "0");
        LiveMetricsReporter.enable(settings);
        prometheus = Prometheus.enable(settings);
        flink = EmbeddedFlink.start(settings, 6);
        storage = Storage.open(hdfs.uri() + "/foresnap");
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", kafka.bootstrapServers(),
                                "group.id", "test",
                                "auto.offset.reset", "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        consumer.subscribe(
                List.of(
                        "foresnap-results",
                        "foresnap-rejected",
                        "foresnap-predictions",
                        "foresnap-audit"));
    }

    Configuration options() {
        Configuration options = new Configuration();
        options.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        options.set(ForesnapOptions.STORAGE_ROOT, hdfs.uri() + "/foresnap");
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        options.set(ForesnapOptions.STORAGE_RETRY_BACKOFF, Duration.ofMillis(50));
        return options;
    }

    JobID submit(Configuration options) throws IOException {
        return submit(options, PrefetchJob::define);
    }

    JobID submit(
            Configuration options, BiConsumer<StreamExecutionEnvironment, Configuration> definition)
            throws IOException {
        StreamExecutionEnvironment env = flink.environment();
        env.configure(options);
        definition.accept(env, options);
        JobID job = flink.submit(env);
        flink.awaitRunning(job, PATIENCE);
        return job;
    }

    /** Where the savepoint of the stopped job is. */
    String stopWithSavepoint(JobID job) throws Exception {
        String savepoint =
                flink.cluster()
                        .stopWithSavepoint(
                                job,
                                hdfs.uri() + "/savepoints",
                                false,
                                SavepointFormatType.CANONICAL)
                        .get();
        eventually("the stopped job is gone", () -> LiveMetrics.max("modelVersion").isEmpty());
        return savepoint;
    }

    void send(String message) {
        send("foresnap-requests", message);
    }

    void send(String topic, String message) {
        producer.send(new ProducerRecord<>(topic, message.getBytes(StandardCharsets.UTF_8)));
        producer.flush();
    }

    /** The next message of a topic that fits. */
    JsonNode await(String topic, String what, java.util.function.Predicate<JsonNode> fits)
            throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Queue<JsonNode> waiting = arrived.computeIfAbsent(topic, t -> new ArrayDeque<>());
        while (System.nanoTime() < deadline) {
            List<JsonNode> others = new ArrayList<>();
            JsonNode found = null;
            for (JsonNode message = waiting.poll(); message != null; message = waiting.poll()) {
                if (found == null && fits.test(message)) {
                    found = message;
                } else {
                    others.add(message);
                }
            }
            waiting.addAll(others);
            if (found != null) {
                return found;
            }
            for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(100))) {
                arrived.computeIfAbsent(r.topic(), t -> new ArrayDeque<>())
                        .add(JSON.readTree(r.value()));
            }
        }
        throw new AssertionError("no " + what + " on " + topic + " within " + PATIENCE);
    }

    JsonNode result(String requestId) throws IOException {
        return await(
                "foresnap-results",
                "result of " + requestId,
                r -> r.get("requestId").asText().equals(requestId));
    }

    JsonNode rejection(String reason) throws IOException {
        return await(
                "foresnap-rejected",
                "rejection that says '" + reason + "'",
                r -> r.get("reason").asText().contains(reason));
    }

    static void eventually(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            Thread.sleep(50);
        }
    }

    Map<Integer, String> rowsOf(JsonNode result) throws IOException {
        Map<Integer, String> rows = new java.util.TreeMap<>();
        Backups.forEachRow(
                storage,
                new Path(result.get("directory").asText()),
                (key, row) -> {
                    String text = new String(row, StandardCharsets.UTF_8);
                    rows.put(Integer.valueOf(text.replaceAll(".*\"id\":(\\d+).*", "$1")), text);
                });
        return rows;
    }

    @Override
    public void close() throws IOException {
        consumer.close();
        producer.close();
        flink.close();
        storage.close();
        kafka.close();
        hdfs.close();
    }
}
