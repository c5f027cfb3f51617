package io.foresnap.job;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.TablePartition;
import io.foresnap.ingest.SourceRecord;
import io.foresnap.ingest.TopicTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** Change events from Kafka, from where the change log ends. */
final class KafkaEvents implements KafkaRecordDeserializationSchema<SourceRecord> {

    private static final long serialVersionUID = 1L;

    static KafkaSource<SourceRecord> source(Settings settings) {
        ArchiveOptions archive = settings.archive();
        KafkaSourceBuilder<SourceRecord> builder =
                KafkaSource.<SourceRecord>builder()
                        .setBootstrapServers(settings.bootstrapServers())
                        .setGroupId(settings.group() + "-archive")
                        .setStartingOffsets(
                                new BehindTheLog(settings.storage(), archive.skipsLostRecords()))
                        // What a connector's transaction took back was never said.
                        .setProperty("isolation.level", "read_committed")
                        .setProperties(settings.kafkaProperties())
                        // Records that are gone must be noticed, not jumped over.
                        .setProperty("auto.offset.reset", "none")
                        .setProperty("partition.discovery.interval.ms", "30000")
                        .setDeserializer(new KafkaEvents());
        return (archive.pattern() == null
                        ? builder.setTopics(archive.topics())
                        : builder.setTopicPattern(archive.pattern()))
                .build();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<SourceRecord> out) {
        out.collect(
                new SourceRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        record.value()));
    }

    @Override
    public TypeInformation<SourceRecord> getProducedType() {
        return TypeInformation.of(SourceRecord.class);
    }

    /**
     * A job without state begins where the change log ends: it is the truth of what is archived.
     */
    private static final class BehindTheLog implements OffsetsInitializer {

        private static final long serialVersionUID = 1L;

        private final StorageSettings settings;
        private final boolean skipsLost;

        BehindTheLog(StorageSettings settings, boolean skipsLost) {
            this.settings = settings;
            this.skipsLost = skipsLost;
        }

        @Override
        public Map<TopicPartition, Long> getPartitionOffsets(
                Collection<TopicPartition> partitions, PartitionOffsetsRetriever kafka) {
            TopicTables.requireOneEach(
                    partitions.stream().map(TopicPartition::topic).distinct().toList());
            Map<TopicPartition, Long> begin = kafka.beginningOffsets(partitions);
            Map<TopicPartition, Long> offsets = new HashMap<>();
            try (Storage storage = settings.open()) {
                for (TopicPartition partition : partitions) {
                    long archived = archivedTo(storage, partition);
                    long first = begin.getOrDefault(partition, 0L);
                    if (archived >= 0 && archived < first && !skipsLost) {
                        throw new IllegalStateException(lost(partition, archived, first));
                    }
                    offsets.put(partition, Math.max(archived, first));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list the change log: " + e.getMessage(), e);
            }
            return offsets;
        }

        /** Offset behind the last one archived; -1 when there is no log yet. */
        private long archivedTo(Storage storage, TopicPartition partition) throws IOException {
            TablePartition of =
                    new TablePartition(
                            TopicTables.tableOf(partition.topic()), partition.partition());
            return settings.retry()
                    .run(
                            "list " + of,
                            () -> {
                                var log = Catalog.partition(storage, of);
                                return log.coveredTo().orElse(-1);
                            });
        }

        private static String lost(TopicPartition partition, long archived, long first) {
            return "Kafka has dropped the records ["
                    + archived
                    + ", "
                    + first
                    + ") of "
                    + partition
                    + " before they were archived. Set archive.skip-lost-records to go on behind"
                    + " them, with a hole in the change log";
        }

        @Override
        public OffsetResetStrategy getAutoOffsetResetStrategy() {
            return OffsetResetStrategy.NONE;
        }
    }
}
