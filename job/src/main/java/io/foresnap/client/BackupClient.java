package io.foresnap.client;

import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends requests to a running job and reads its results, from the moment it was opened. */
public final class BackupClient implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String requestsTopic;

    private BackupClient(
            KafkaProducer<byte[], byte[]> producer,
            KafkaConsumer<byte[], byte[]> consumer,
            String requestsTopic) {
        this.producer = producer;
        this.consumer = consumer;
        this.requestsTopic = requestsTopic;
    }

    /** Connects; an exception says so when no broker answers within the timeout. */
    public static BackupClient open(
            String bootstrapServers, String requestsTopic, String resultsTopic, Duration timeout)
            throws IOException {
        BackupClient client = null;
        try {
            client =
                    new BackupClient(
                            new KafkaProducer<>(
                                    Map.of(
                                            "bootstrap.servers",
                                            bootstrapServers,
                                            "max.block.ms",
                                            timeout.toMillis(),
                                            "linger.ms",
                                            0),
                                    new ByteArraySerializer(),
                                    new ByteArraySerializer()),
                            new KafkaConsumer<>(
                                    Map.of(
                                            "bootstrap.servers",
                                            bootstrapServers,
                                            "default.api.timeout.ms",
                                            (int) timeout.toMillis()),
                                    new ByteArrayDeserializer(),
                                    new ByteArrayDeserializer()),
                            requestsTopic);
            client.startAtTheEndOf(resultsTopic, timeout);
            return client;
        } catch (KafkaException e) {
            if (client != null) {
                client.close();
            }
            throw new IOException(
                    "cannot reach topic %s at %s: %s"
                            .formatted(resultsTopic, bootstrapServers, rootMessage(e)),
                    e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private void startAtTheEndOf(String topic, Duration timeout) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic, timeout).stream()
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: without this a result that comes before the first poll would be missed.
        partitions.forEach(consumer::position);
    }

    /** Hands the request to Kafka without waiting for its acknowledgement. */
    public void sendAsync(BackupRequest request) {
        producer.send(record(request));
    }

    /** Sends the request; returns when Kafka has it. */
    public void send(BackupRequest request) throws IOException, InterruptedException {
        try {
            producer.send(record(request)).get();
        } catch (ExecutionException | KafkaException e) {
            throw new IOException(
                    "cannot send to topic %s: %s".formatted(requestsTopic, rootMessage(e)), e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(BackupRequest request) {
        return new ProducerRecord<>(
                requestsTopic,
                request.requestId().getBytes(StandardCharsets.UTF_8),
                RequestMessage.toJson(request));
    }

    /** The results that came; waits for the first at most {@code timeout}. One thread at a time. */
    public List<byte[]> poll(Duration timeout) {
        List<byte[]> results = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            results.add(record.value());
        }
        return results;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close(
                org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
