package io.foresnap.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
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
     * @param more properties of the Kafka client, such as who it is
     * @param message as the control topic carries it
     */
    public static void send(
            String bootstrapServers,
            Map<String, String> more,
            String topic,
            byte[] message,
            Duration timeout)
            throws IOException, InterruptedException {
        int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("max.block.ms", millis);
        properties.put("request.timeout.ms", millis);
        properties.put("linger.ms", 0);
        properties.put("delivery.timeout.ms", millis);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, KEY, message)).get();
        } catch (ExecutionException | KafkaException e) {
            throw new IOException(
                    "cannot send to topic %s at %s: %s"
                            .formatted(topic, bootstrapServers, Reason.of(e)),
                    e);
        }
    }

    private ControlClient() {}
}
