package io.foresnap.job;

import io.foresnap.guard.ControlMessage;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An operator's messages to the job, as they are. */
final class KafkaControl implements KafkaRecordDeserializationSchema<ControlMessage> {

    private static final long serialVersionUID = 1L;

    /** From the beginning, unless state says how far: what was paused stays paused. */
    static KafkaSource<ControlMessage> source(Settings settings, String topic) {
        return KafkaSource.<ControlMessage>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperties(settings.kafkaProperties())
                .setProperty("partition.discovery.interval.ms", "30000")
                .setDeserializer(new KafkaControl())
                .build();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ControlMessage> out)
            throws IOException {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        out.collect(new ControlMessage(value, record.topic(), record.partition(), record.offset()));
    }

    @Override
    public TypeInformation<ControlMessage> getProducedType() {
        return TypeInformation.of(ControlMessage.class);
    }
}
