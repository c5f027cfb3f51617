package io.foresnap.job;

import io.foresnap.archive.DebeziumParser;
import io.foresnap.archive.MalformedEventException;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.SegmentEvents;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.TablePartition;
import io.foresnap.local.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A change log and the topic it was made from, as lines that can be compared. */
final class ArchivedLog {

    /** The events in a partition's segments, in order of offset, after checking their names. */
    static List<String> ofStorage(Storage storage, TablePartition of) throws IOException {
        PartitionLog log = Catalog.partition(storage, of);
        List<String> events = new ArrayList<>();
        long end = -1;
        for (SegmentFile file : log.files()) {
            if (file.name().from() == file.name().to()) {
                continue;
            }
            if (end >= 0 && file.name().from() != end) {
                throw new AssertionError(
                        file.path() + " does not follow offset " + end + ": gap or overlap");
            }
            end = file.name().to();
            for (ChangeEvent event : read(storage, file)) {
                if (event.offset() < file.name().from() || event.offset() >= file.name().to()) {
                    throw new AssertionError(event + " is not within " + file.path());
                }
                events.add(line(event.offset(), event));
            }
        }
        return events;
    }

    /** The truncates that came from other partitions. */
    static List<String> truncateCopies(Storage storage, TablePartition of) throws IOException {
        List<String> events = new ArrayList<>();
        for (SegmentFile file : Catalog.partition(storage, of).truncateCopies()) {
            read(storage, file).forEach(event -> events.add(line(event.offset(), event)));
        }
        return events;
    }

    /** Every file must be whole whenever it is seen. */
    static List<ChangeEvent> read(Storage storage, SegmentFile file) throws IOException {
        return SegmentEvents.read(storage, file.path(), file.bytes(), file.name().crc32c());
    }

    /** The first deliveries of the changes in a topic's partition, in order of offset. */
    static List<String> ofTopic(EmbeddedKafka kafka, String topic, int partition) {
        List<String> events = new ArrayList<>();
        Set<String> positions = new HashSet<>();
        DebeziumParser parser = new DebeziumParser();
        TopicPartition of = new TopicPartition(topic, partition);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(of));
            consumer.seekToBeginning(List.of(of));
            long end = consumer.endOffsets(List.of(of)).getOrDefault(of, 0L);
            while (consumer.position(of) < end) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
                    parse(parser, r)
                            .filter(e -> positions.add(e.lsn() + " " + e.op()))
                            .ifPresent(e -> events.add(line(r.offset(), e)));
                }
            }
        }
        return events;
    }

    private static Optional<ChangeEvent> parse(
            DebeziumParser parser, ConsumerRecord<byte[], byte[]> record) {
        try {
            return parser.parse(record.key(), record.value()).map(e -> e.change());
        } catch (MalformedEventException notAnEvent) {
            return Optional.empty();
        }
    }

    private static String line(long offset, ChangeEvent e) {
        return offset
                + " "
                + e.tsMs()
                + " "
                + e.op()
                + " "
                + text(e.key())
                + " "
                + text(e.before())
                + " "
                + text(e.after())
                + " "
                + e.tx()
                + " "
                + e.lsn();
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private ArchivedLog() {}
}
