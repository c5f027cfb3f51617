package io.foresnap.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON to a topic. At least once: exactly once would show results only at the next
 * checkpoint, and they may be repeated without harm, for a request's answer is always the same.
 */
final class KafkaJson<T> implements KafkaRecordSerializationSchema<T> {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String topic;
    private final KeyOf<T> key;

    /** The key of a record. */
    interface KeyOf<T> extends Function<T, @Nullable String>, Serializable {}

    private KafkaJson(String topic, KeyOf<T> key) {
        this.topic = topic;
        this.key = key;
    }

    static <T> KafkaSink<T> sink(Settings settings, String topic, KeyOf<T> key) {
        return KafkaSink.<T>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setKafkaProducerConfig(settings.kafkaProperties())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new KafkaJson<>(topic, key))
                .build();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            T record, KafkaSinkContext context, @Nullable Long timestamp) {
        try {
            String id = key.apply(record);
            byte[] keyBytes = id == null ? null : id.getBytes(StandardCharsets.UTF_8);
            return new ProducerRecord<>(topic, keyBytes, JSON.writeValueAsBytes(record));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that is no JSON: " + record, e);
        }
    }
}
