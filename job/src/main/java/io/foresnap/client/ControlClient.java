package io.foresnap.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends an operator's commands to a running job. */
public final class ControlClient {

    /** All under one key: however many partitions the topic has, they stay in order. */
    private static final byte[] KEY = "control".getBytes(StandardCharsets.UTF_8);

    /**
     * Sends a command; returns when Kafka has it.
     *
     * @param message as the control topic carries it
     */
    public static void send(String bootstrapServers, String topic, byte[] message, Duration timeout)
            throws IOException, InterruptedException {
        int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
        Map<String, Object> properties =
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "max.block.ms", millis,
                        "request.timeout.ms", millis,
                        "linger.ms", 0,
                        "delivery.timeout.ms", millis);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, KEY, message)).get();
        } catch (ExecutionException | KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new IOException(
                    "cannot send to topic %s at %s: %s"
                            .formatted(topic, bootstrapServers, root.getMessage()),
                    e);
        }
    }

    private ControlClient() {}
}
