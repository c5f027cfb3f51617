package io.foresnap.client;

import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends requests to a running job and reads its results, from the moment it was opened. */
public final class BackupClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

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

    /**
     * Connects; an exception says so when no broker answers within the timeout.
     *
     * @param properties of the Kafka clients, such as who they are
     */
    public static BackupClient open(
            String bootstrapServers,
            Map<String, String> properties,
            String requestsTopic,
            String resultsTopic,
            Duration timeout)
            throws IOException {
        KafkaProducer<byte[], byte[]> producer = null;
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            producer = producer(bootstrapServers, properties, timeout);
            consumer = consumer(bootstrapServers, properties, timeout);
            BackupClient client = new BackupClient(producer, consumer, requestsTopic);
            client.startAtTheEndOf(resultsTopic, timeout);
            return client;
        } catch (KafkaException e) {
            close(producer, consumer);
            throw new IOException(
                    "cannot reach topic %s at %s: %s"
                            .formatted(resultsTopic, bootstrapServers, Reason.of(e)),
                    e);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(
            String bootstrapServers, Map<String, String> more, Duration timeout) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("max.block.ms", timeout.toMillis());
        properties.put("linger.ms", 0);
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(
            String bootstrapServers, Map<String, String> more, Duration timeout) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("default.api.timeout.ms", (int) timeout.toMillis());
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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
                    "cannot send to topic %s: %s".formatted(requestsTopic, Reason.of(e)), e);
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
        close(producer, consumer);
    }

    private static void close(
            @Nullable KafkaProducer<byte[], byte[]> producer,
            @Nullable KafkaConsumer<byte[], byte[]> consumer) {
        if (producer != null) {
            producer.close(PATIENCE);
        }
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(PATIENCE));
        }
    }
}
