package io.foresnap.job;

import io.foresnap.event.Often;
import io.foresnap.event.PredictedRequest;
import io.foresnap.event.TablePartition;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predictions from job to job: one JSON object each, {@code
 * {"table":…,"partition":…,"windowStartMs":…,"windowEndMs":…,"probability":…}}, keyed by {@code
 * table/partition}. A topic with compaction therefore keeps at least the newest of each partition.
 */
final class KafkaPredictions implements KafkaRecordDeserializationSchema<PredictedRequest> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(KafkaPredictions.class);

    /** How much of the past a job that starts hears first: from it follow the long-run rates. */
    private static final Duration PAST = Duration.ofDays(2);

    private transient Often refusals = new Often();

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        refusals = new Often();
    }

    static Sink<PredictedRequest> sink(Settings settings, String topic) {
        return KafkaJson.<PredictedRequest>sink(
                settings,
                topic,
                prediction -> new TablePartition(prediction.table(), prediction.partition()).key());
    }

    /** Begins anew at each start: predictions are short-lived, and nothing depends on each. */
    static KafkaSource<PredictedRequest> source(Settings settings, String topic) {
        long since = InstantSource.system().millis() - PAST.toMillis();
        return KafkaSource.<PredictedRequest>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.timestamp(since))
                .setProperties(settings.kafkaProperties())
                .setProperty("partition.discovery.interval.ms", "30000")
                .setDeserializer(new KafkaPredictions())
                .build();
    }

    @Override
    public void deserialize(
            ConsumerRecord<byte[], byte[]> record, Collector<PredictedRequest> out) {
        if (record.value() == null) {
            return;
        }
        try {
            out.collect(PredictionMessage.parse(record.value()));
        } catch (IllegalArgumentException e) {
            // Advice from outside: without it snapshots are only less well timed.
            if (refusals.isWorthSaying()) {
                LOG.warn(
                        "Left out what is no prediction, the {}th: {} partition {} offset {}: {}",
                        refusals.times(),
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }
    }

    @Override
    public TypeInformation<PredictedRequest> getProducedType() {
        return TypeInformation.of(PredictedRequest.class);
    }
}
