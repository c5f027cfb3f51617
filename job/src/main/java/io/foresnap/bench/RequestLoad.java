package io.foresnap.bench;

import io.foresnap.changelog.Storage;
import io.foresnap.client.RequestMessage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.job.PrefetchJob;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.EmbeddedKafka;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How many requests a second the whole main job answers, each with a backup in durable storage,
 * beside a pipeline that only takes them from Kafka, sends them by table, and writes them back.
 */
final class RequestLoad {

    private static final int TABLES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final EmbeddedFlink flink;
    private final EmbeddedKafka kafka;
    private final Configuration options;
    private final int requests;

    RequestLoad(EmbeddedFlink flink, EmbeddedKafka kafka, Configuration options, int requests) {
        this.flink = flink;
        this.kafka = kafka;
        this.options = options;
        this.requests = requests;
    }

    /** Tables of one partition with 200 rows and 200 changes. */
    static void tables(Storage storage) throws IOException {
        MergeWorkload small = new MergeWorkload(200, 200, 200, 100, 1);
        for (int table = 0; table < TABLES; table++) {
            small.write(storage, new TablePartition("bench.table_" + table, 0));
        }
    }

    /** Answers a second of the main job. */
    double served() throws IOException {
        return rate("served", PrefetchJob::define);
    }

    /** Messages a second through the bare pipeline. */
    double bare() throws IOException {
        return rate("bare", RequestLoad::define);
    }

    private static void define(StreamExecutionEnvironment env, Configuration options) {
        String servers = options.get(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS);
        env.fromSource(
                        KafkaSource.<String>builder()
                                .setBootstrapServers(servers)
                                .setTopics(options.get(ForesnapOptions.KAFKA_REQUESTS_TOPIC))
                                .setStartingOffsets(OffsetsInitializer.earliest())
                                .setValueOnlyDeserializer(new SimpleStringSchema())
                                .build(),
                        WatermarkStrategy.noWatermarks(),
                        "requests")
                .uid("requests")
                .keyBy(message -> message.substring(message.indexOf("bench.")))
                .sinkTo(
                        KafkaSink.<String>builder()
                                .setBootstrapServers(servers)
                                .setRecordSerializer(
                                        KafkaRecordSerializationSchema.builder()
                                                .setTopic(
                                                        options.get(
                                                                ForesnapOptions
                                                                        .KAFKA_RESULTS_TOPIC))
                                                .setValueSerializationSchema(
                                                        new SimpleStringSchema())
                                                .build())
                                .build())
                .uid("results");
    }

    /** Between the first answer and the last: starting a job is not load. */
    private double rate(
            String name, BiConsumer<StreamExecutionEnvironment, Configuration> definition)
            throws IOException {
        Configuration own = new Configuration(options);
        own.set(ForesnapOptions.KAFKA_REQUESTS_TOPIC, name + "-requests");
        own.set(ForesnapOptions.KAFKA_RESULTS_TOPIC, name + "-results");
        kafka.createTopics(2, name + "-requests", name + "-results");
        send(name + "-requests");
        StreamExecutionEnvironment env = flink.environment();
        env.configure(own);
        env.setParallelism(LoadBenchmark.PARALLELISM);
        definition.accept(env, own);
        JobID job = flink.submit(env);
        try {
            return answers(name + "-results", job);
        } finally {
            flink.cancel(job);
        }
    }

    private void send(String topic) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int n = 0; n < requests; n++) {
                BackupRequest request =
                        new BackupRequest(
                                "load-" + n,
                                "bench.table_" + n % TABLES,
                                List.of(),
                                BackupRequest.LATEST,
                                "requester-" + n % TABLES,
                                System.currentTimeMillis());
                producer.send(new ProducerRecord<>(topic, RequestMessage.toJson(request)));
            }
        }
    }

    private double answers(String topic, JobID job) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "group.id",
                                topic,
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            long firstMs = Long.MAX_VALUE;
            long lastMs = 0;
            int seen = 0;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (seen < requests) {
                for (ConsumerRecord<byte[], byte[]> answer :
                        consumer.poll(Duration.ofMillis(200))) {
                    firstMs = Math.min(firstMs, answer.timestamp());
                    lastMs = Math.max(lastMs, answer.timestamp());
                    seen++;
                }
                if (flink.failed(job) || System.nanoTime() > deadline) {
                    throw new IOException(
                            "%d of %d answers on %s".formatted(seen, requests, topic));
                }
            }
            return (requests - 1) * 1000.0 / Math.max(1, lastMs - firstMs);
        }
    }
}
