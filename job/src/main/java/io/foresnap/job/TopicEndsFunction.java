package io.foresnap.job;

import io.foresnap.archive.DebeziumEvent;
import io.foresnap.archive.DebeziumParser;
import io.foresnap.archive.MalformedEventException;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import io.foresnap.event.Tick;
import io.foresnap.ingest.ReadUpTo;
import io.foresnap.ingest.TopicTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At each tick, how far every partition has to be read to be complete through which time. Two
 * arguments, and the better one counts:
 *
 * <ul>
 *   <li>A connector writes its topics in order of commit. A change that one of them had by the last
 *       tick, a while ago, says that whatever was committed before it is in all of them now.
 *   <li>A connector that is silent has nothing to tell. Its newest record took so long from commit
 *       to Kafka; what was committed longer ago than that, and {@code archive.capture-lag}, is
 *       there. With heartbeats, silence counts up to the last of them only: a connector that is
 *       down is silent, too.
 * </ul>
 *
 * <p>Rows that a connector reads when it starts carry the time at which it began: they say nothing
 * of changes committed since, and do not count for the first argument.
 */
@SuppressWarnings("NullAway.Init") // What is transient is set by open().
final class TopicEndsFunction extends ProcessFunction<Tick, ReadUpTo> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TopicEndsFunction.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Debezium's {@code topic.heartbeat.prefix}, at its default. */
    private static final String HEARTBEATS = "__debezium-heartbeat.";

    /** Who writes nothing but tombstones for so long is taken for silent. */
    private static final long FARTHEST_BACK = 4096;

    private final Properties properties;
    private final List<String> topics;
    private final @Nullable Pattern pattern;
    private final long captureLagMs;
    private transient KafkaConsumer<byte[], byte[]> consumer;
    private transient DebeziumParser parser;
    private transient Map<TopicPartition, Newest> newest;

    /**
     * A partition's newest record.
     *
     * @param end the partition's end when it was read
     * @param offset of the record, -1 when there is none
     * @param kafkaMs Kafka's time of it
     * @param commitMs when the change in it was committed, or less than 0 when it holds none
     * @param streamed whether it is a change, not a row read when the connector started
     */
    private record Newest(long end, long offset, long kafkaMs, long commitMs, boolean streamed) {}

    TopicEndsFunction(Settings settings) {
        ArchiveOptions archive = settings.archive();
        this.properties = new Properties();
        properties.setProperty("isolation.level", "read_committed");
        properties.putAll(settings.kafkaProperties());
        properties.setProperty("bootstrap.servers", settings.bootstrapServers());
        properties.setProperty("auto.offset.reset", "earliest");
        properties.setProperty("enable.auto.commit", "false");
        // Only the last record of each partition is wanted; a larger one comes all the same.
        properties.setProperty("max.partition.fetch.bytes", "65536");
        this.topics = archive.topics();
        this.pattern = archive.pattern();
        this.captureLagMs = archive.captureLag().toMillis();
    }

    @Override
    public void open(OpenContext context) {
        consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        parser = new DebeziumParser();
        newest = new HashMap<>();
    }

    @Override
    public void processElement(Tick tick, Context context, Collector<ReadUpTo> out) {
        try {
            look(out);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // Tables are known to be complete a little later; reading goes on meanwhile.
            LOG.warn("Kafka does not tell where topics end: {}", e.getMessage());
        }
    }

    private void look(Collector<ReadUpTo> out) {
        Map<String, Long> changesKnown = newestChanges();
        long nowMs = System.currentTimeMillis();
        Map<String, List<PartitionInfo>> listed = consumer.listTopics(PATIENCE);
        List<TopicPartition> partitions = partitions(listed);
        List<TopicPartition> all = new ArrayList<>(partitions);
        all.addAll(heartbeats(listed, partitions));
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(all, PATIENCE);
        Map<TopicPartition, Long> end = consumer.endOffsets(all, PATIENCE);
        readNewest(all, begin, end);
        Map<String, Long> complete = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (TopicPartition p : partitions) {
            counts.merge(p.topic(), 1, Integer::sum);
            complete.computeIfAbsent(
                    TopicTables.connectorOf(p.topic()),
                    c -> completeMs(c, changesKnown.getOrDefault(c, 0L), nowMs));
        }
        for (TopicPartition p : partitions) {
            Newest last = newest.get(p);
            if (last == null) {
                continue; // Kafka was slow. To say how far it was read before would be a lie now.
            }
            out.collect(
                    new ReadUpTo(
                            new TablePartition(TopicTables.tableOf(p.topic()), p.partition()),
                            counts.getOrDefault(p.topic(), 0),
                            begin.getOrDefault(p, 0L),
                            last.offset(),
                            complete.getOrDefault(
                                    TopicTables.connectorOf(p.topic()), Long.MIN_VALUE)));
        }
    }

    private List<TopicPartition> partitions(Map<String, List<PartitionInfo>> listed) {
        Collection<String> names = topics;
        Pattern wanted = pattern;
        if (wanted != null) {
            names =
                    listed.keySet().stream()
                            .filter(t -> wanted.matcher(t).matches())
                            .collect(Collectors.toList());
        }
        TopicTables.requireOneEach(names);
        return partitionsOf(names, listed);
    }

    /** Where the connectors say that they are alive, those that do. */
    private static List<TopicPartition> heartbeats(
            Map<String, List<PartitionInfo>> listed, List<TopicPartition> partitions) {
        return partitionsOf(
                partitions.stream()
                        .map(p -> HEARTBEATS + TopicTables.connectorOf(p.topic()))
                        .distinct()
                        .toList(),
                listed);
    }

    private static List<TopicPartition> partitionsOf(
            Collection<String> names, Map<String, List<PartitionInfo>> listed) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String name : names) {
            for (PartitionInfo info : listed.getOrDefault(name, List.of())) {
                partitions.add(new TopicPartition(name, info.partition()));
            }
        }
        return partitions;
    }

    /** Greatest commit time of a change seen at the last tick, by connector. */
    private Map<String, Long> newestChanges() {
        Map<String, Long> times = new HashMap<>();
        newest.forEach(
                (partition, record) -> {
                    if (record.streamed()) {
                        times.merge(
                                TopicTables.connectorOf(partition.topic()),
                                record.commitMs(),
                                Math::max);
                    }
                });
        return times;
    }

    private long completeMs(String connector, long changeMs, long nowMs) {
        Optional<Newest> last =
                newest.entrySet().stream()
                        .filter(e -> TopicTables.connectorOf(e.getKey().topic()).equals(connector))
                        .map(Map.Entry::getValue)
                        .filter(n -> n.commitMs() >= 0)
                        .max((a, b) -> Long.compare(a.kafkaMs(), b.kafkaMs()));
        if (last.isEmpty()) {
            return Long.MIN_VALUE;
        }
        long took = Math.max(0, last.get().kafkaMs() - last.get().commitMs());
        long aliveMs = aliveMs(connector, last.get().kafkaMs(), nowMs);
        return Math.max(changeMs - 1, aliveMs - took - captureLagMs);
    }

    /**
     * When the connector was last known to be alive: at its last heartbeat or change if it sends
     * heartbeats, else it is taken to be alive now.
     */
    private long aliveMs(String connector, long changedMs, long nowMs) {
        String topic = HEARTBEATS + connector;
        return newest.entrySet().stream()
                .filter(e -> e.getKey().topic().equals(topic))
                .map(e -> Math.max(e.getValue().kafkaMs(), changedMs))
                .max(Long::compare)
                .map(alive -> Math.min(alive, nowMs))
                .orElse(nowMs);
    }

    /**
     * The end is no record's offset where transactions or compaction left something else there:
     * looks back from it, twice as far each time.
     */
    private void readNewest(
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> begin,
            Map<TopicPartition, Long> end) {
        newest.keySet().retainAll(partitions);
        Set<TopicPartition> wanted = new HashSet<>();
        for (TopicPartition p : partitions) {
            Newest known = newest.get(p);
            long first = begin.getOrDefault(p, 0L);
            long last = end.getOrDefault(p, 0L);
            if (known == null || known.end() != last) {
                if (last > first) {
                    wanted.add(p);
                } else {
                    newest.put(p, new Newest(last, -1, 0, -1, false));
                }
            }
        }
        for (long back = 1; !wanted.isEmpty(); back *= 2) {
            readNewest(wanted, begin, end, back);
        }
    }

    private void readNewest(
            Set<TopicPartition> wanted,
            Map<TopicPartition, Long> begin,
            Map<TopicPartition, Long> end,
            long back) {
        consumer.assign(wanted);
        for (TopicPartition p : wanted) {
            consumer.seek(p, Math.max(begin.getOrDefault(p, 0L), end.getOrDefault(p, 0L) - back));
        }
        Map<TopicPartition, Newest> found = new HashMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<TopicPartition> reading = new HashSet<>(wanted);
        while (!reading.isEmpty() && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition p = new TopicPartition(record.topic(), record.partition());
                long last = end.getOrDefault(p, 0L);
                if (record.offset() < last) {
                    found.merge(p, newest(record, last), TopicEndsFunction::later);
                }
            }
            reading.removeIf(p -> consumer.position(p) >= end.getOrDefault(p, 0L));
        }
        for (TopicPartition p : Set.copyOf(wanted)) {
            Newest record = found.get(p);
            boolean isWhole =
                    back >= FARTHEST_BACK
                            || end.getOrDefault(p, 0L) - back <= begin.getOrDefault(p, 0L);
            boolean isSettled =
                    record != null && (record.commitMs() >= 0 || p.topic().startsWith(HEARTBEATS));
            if (reading.contains(p)) {
                newest.remove(p);
                wanted.remove(p);
            } else if (isSettled || isWhole) {
                long last = end.getOrDefault(p, 0L);
                newest.put(p, record == null ? new Newest(last, -1, 0, -1, false) : record);
                wanted.remove(p);
            }
        }
    }

    /** The later record, with the commit time of the last change: tombstones have none. */
    private static Newest later(Newest earlier, Newest later) {
        return later.commitMs() >= 0 || earlier.commitMs() < 0
                ? later
                : new Newest(
                        later.end(),
                        later.offset(),
                        earlier.kafkaMs(),
                        earlier.commitMs(),
                        earlier.streamed());
    }

    private Newest newest(ConsumerRecord<byte[], byte[]> record, long end) {
        try {
            Optional<DebeziumEvent> event = parser.parse(record.key(), record.value());
            if (event.isPresent()) {
                return new Newest(
                        end,
                        record.offset(),
                        record.timestamp(),
                        event.get().change().tsMs(),
                        event.get().change().op() != Op.READ);
            }
        } catch (MalformedEventException reportedWhereItIsRead) {
            LOG.debug("{} holds no event", record.offset(), reportedWhereItIsRead);
        }
        return new Newest(end, record.offset(), record.timestamp(), -1, false);
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
