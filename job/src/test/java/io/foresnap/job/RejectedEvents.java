package io.foresnap.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.foresnap.local.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the archiving job would not archive. */
final class RejectedEvents {

    /** Where they go. */
    static final String TOPIC = "foresnap-rejected-events";

    /** Waits for the first one of a topic. */
    static JsonNode of(EmbeddedKafka kafka, String topic) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            TestingCluster.eventually(
                    "a rejected event of " + topic,
                    () -> {
                        for (ConsumerRecord<byte[], byte[]> r :
                                consumer.poll(Duration.ofMillis(100))) {
                            JsonNode event = json(r.value());
                            if (event.get("topic").asText().equals(topic)) {
                                found.add(event);
                            }
                        }
                        return !found.isEmpty();
                    });
        }
        return found.get(0);
    }

    private static JsonNode json(byte[] value) {
        try {
            return Objects.requireNonNull(TestingCluster.JSON.readTree(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RejectedEvents() {}
}
