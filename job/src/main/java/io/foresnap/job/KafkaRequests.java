package io.foresnap.job;

import io.foresnap.options.ForesnapOptions;
import io.foresnap.serving.RawRequest;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Requests from Kafka, as they are: what is no request is rejected later, never lost here. */
final class KafkaRequests implements KafkaRecordDeserializationSchema<RawRequest> {

    private static final long serialVersionUID = 1L;

    static KafkaSource<RawRequest> source(Settings settings) {
        return KafkaSource.<RawRequest>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.topic(ForesnapOptions.KAFKA_REQUESTS_TOPIC))
                .setGroupId(settings.group())
                .setStartingOffsets(
                        OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setProperties(settings.kafkaProperties())
                .setProperty("partition.discovery.interval.ms", "30000")
                .setDeserializer(new KafkaRequests())
                .build();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRequest> out)
            throws IOException {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        out.collect(
                new RawRequest(
                        value,
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp()));
    }

    @Override
    public TypeInformation<RawRequest> getProducedType() {
        return TypeInformation.of(RawRequest.class);
    }
}
