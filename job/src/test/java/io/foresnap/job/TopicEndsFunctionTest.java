package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.event.Tick;
import io.foresnap.ingest.ReadUpTo;
import io.foresnap.local.EmbeddedKafka;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How far topics of a real broker have to be read, and through when they are complete then. */
@SuppressWarnings("NullAway.Init")
class TopicEndsFunctionTest {

    private static final Duration LONG = Duration.ofDays(1);

    private static EmbeddedKafka kafka;
    private static int tests;

    private final String prefix = "shop" + tests++;
    private final String orders = prefix + ".public.orders";
    private final String customers = prefix + ".public.customers";
    private OneInputStreamOperatorTestHarness<Tick, ReadUpTo> ends;
    private TestingConnector connector;

    @BeforeAll
    static void start() throws IOException {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() throws IOException {
        kafka.close();
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
        if (connector != null) {
            connector.close();
        }
    }

    private void open(Duration captureLag, String topicOption, String topics) throws Exception {
        Configuration options = new Configuration();
        options.set(ForesnapOptions.STORAGE_ROOT, "file:///nowhere");
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        options.set(ForesnapOptions.ARCHIVE_CAPTURE_LAG, captureLag);
        options.setString(topicOption, topics);
        ends =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new TopicEndsFunction(new Settings(options))));
        ends.open();
    }

    private void openTopics(Duration captureLag, String... names) throws Exception {
        kafka.createTopics(1, names);
        open(captureLag, "archive.topics", String.join(";", names));
        connector = new TestingConnector(kafka, names[0], new Random(1));
    }

    /** What a tick says, by topic (each has one partition here). */
    private record Said(Map<String, ReadUpTo> byTopic) {
        ReadUpTo get(String topic) {
            return Objects.requireNonNull(byTopic.get(topic), topic);
        }
    }

    private Said tick() throws Exception {
        ends.getOutput().clear();
        ends.processElement(new Tick(1, true), 1);
        Map<String, ReadUpTo> said = new HashMap<>();
        for (ReadUpTo read : ends.extractOutputValues()) {
            said.put(prefix + "." + read.of().table(), read);
        }
        return new Said(said);
    }

    @Test
    void anEmptyTopicHasNoRecordAndTellsNothing() throws Exception {
        openTopics(Duration.ZERO, orders);

        ReadUpTo read = tick().get(orders);

        assertThat(read.last()).isEqualTo(-1);
        assertThat(read.begin()).isZero();
        assertThat(read.partitions()).isEqualTo(1);
        assertThat(read.completeMs()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void theTickThatSeesAChangeFirstDoesNotTakeItForAWordOnOtherTopics() throws Exception {
        openTopics(LONG, orders, customers);
        connector.insert(1, "a");
        connector.flush();

        assertThat(tick().get(customers).completeMs()).isLessThan(connector.lastMs() - 1);
        ReadUpTo next = tick().get(customers);

        assertThat(next.completeMs()).isEqualTo(connector.lastMs() - 1);
        assertThat(next.last()).isEqualTo(-1);
    }

    @Test
    void aFunctionThatWasRestartedKnowsNothingOfEarlierTicks() throws Exception {
        openTopics(LONG, orders, customers);
        connector.insert(1, "a");
        connector.flush();
        tick();
        tick();
        ends.close();

        open(LONG, "archive.topics", orders + ";" + customers);

        assertThat(tick().get(orders).completeMs())
                .isBetween(0L, System.currentTimeMillis() - LONG.toMillis());
    }

    @Test
    void silenceCountsNoLongerThanTheConnectorIsKnownToBeAlive() throws Exception {
        String heartbeats = "__debezium-heartbeat." + prefix;
        kafka.createTopics(1, heartbeats);
        openTopics(Duration.ZERO, orders);
        connector.insert(1, "a");
        connector.flush();
        long changed = connector.lastMs();

        Thread.sleep(50);
        assertThat(tick().get(orders).completeMs()).isLessThanOrEqualTo(changed);

        long beat = System.currentTimeMillis();
        beat(heartbeats, beat);
        Thread.sleep(50);
        assertThat(tick().get(orders).completeMs()).isBetween(changed, beat);
        assertThat(tick().get(orders).last()).isZero();
    }

    private static void beat(String topic, long timeMs) {
        byte[] value = ("{\"ts_ms\":" + timeMs + "}").getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, timeMs, null, value));
        }
    }

    @Test
    void anotherConnectorTellsNothing() throws Exception {
        String other = prefix + "b.public.orders2";
        openTopics(LONG, orders);
        kafka.createTopics(1, other);
        ends.close();
        open(LONG, "archive.topics", orders + ";" + other);
        connector.insert(1, "a");
        connector.flush();
        tick();

        assertThat(tick().get(prefix + ".public.orders2").completeMs()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void rowsThatAConnectorReadsWhenItStartsAreNoChanges() throws Exception {
        openTopics(LONG, orders, customers);
        connector.read(1, "a");
        connector.flush();
        tick();

        Said said = tick();

        assertThat(said.get(orders).last()).isZero();
        assertThat(said.get(customers).completeMs())
                .isBetween(0L, System.currentTimeMillis() - LONG.toMillis());
    }

    @Test
    void aSilentConnectorsTablesAdvanceWithTheClock() throws Exception {
        openTopics(Duration.ofMillis(1500), orders, customers);
        connector.insert(1, "a");
        connector.flush();
        tick();
        long before = System.currentTimeMillis();

        long first = tick().get(customers).completeMs();
        TestingCluster.eventually("a later time", () -> System.currentTimeMillis() > before + 2000);

        assertThat(first).isLessThanOrEqualTo(connector.lastMs());
        assertThat(tick().get(customers).completeMs())
                .isGreaterThan(connector.lastMs())
                .isLessThanOrEqualTo(System.currentTimeMillis() - 1500);
    }

    @Test
    void tombstonesAtTheEndHideNoChange() throws Exception {
        openTopics(LONG, orders, customers);
        connector.insert(1, "a");
        connector.delete(1);
        long deleted = connector.lastMs();
        for (int i = 0; i < 20; i++) {
            connector.tombstone(1);
        }
        connector.flush();
        tick();

        Said said = tick();

        assertThat(said.get(orders).last()).isEqualTo(22);
        assertThat(said.get(customers).completeMs()).isEqualTo(deleted - 1);
    }

    @Test
    void nothingButTombstonesTellsNothing() throws Exception {
        openTopics(Duration.ZERO, orders);
        for (int i = 0; i < 20; i++) {
            connector.tombstone(1);
        }
        connector.nonsense("{}");
        connector.flush();
        tick();

        assertThat(tick().get(orders).last()).isEqualTo(20);
        assertThat(tick().get(orders).completeMs()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void markersOfTransactionsAreNoRecordsAndWhatWasTakenBackIsNoChange() throws Exception {
        openTopics(LONG, orders, customers);
        long committed;
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            producer.initTransactions();
            producer.beginTransaction();
            committed = send(producer, 1);
            producer.commitTransaction();
            for (int aborted = 0; aborted < 10; aborted++) {
                producer.beginTransaction();
                send(producer, 9_000_000);
                producer.flush();
                producer.abortTransaction();
            }
        }
        TestingCluster.eventually("the marker", () -> endOf(orders) == 22);
        tick();

        Said said = tick();

        assertThat(said.get(orders).last()).isZero();
        assertThat(said.get(customers).completeMs()).isEqualTo(committed - 1);
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", prefix),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private long send(KafkaProducer<byte[], byte[]> producer, long laterMs) {
        long now = System.currentTimeMillis() + laterMs;
        String value =
                """
                {"before":null,"after":{"id":1},"source":{"ts_ms":%d,"schema":"public",\
                "table":"orders","txId":1,"lsn":1},"op":"c","ts_ms":1}"""
                        .formatted(now);
        producer.send(new ProducerRecord<>(orders, null, value.getBytes(StandardCharsets.UTF_8)));
        return now;
    }

    private static long endOf(String topic) {
        TopicPartition of = new TopicPartition(topic, 0);
        try (Admin admin = admin()) {
            return admin.listOffsets(Map.of(of, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                    .partitionResult(of)
                    .get()
                    .offset();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @Test
    void aTopicWhoseRecordsAreAllGoneBeginsAtItsEnd() throws Exception {
        openTopics(LONG, orders);
        connector.insert(1, "a");
        connector.insert(2, "a");
        connector.flush();
        tick();
        try (Admin admin = admin()) {
            admin.deleteRecords(
                            Map.of(new TopicPartition(orders, 0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }

        ReadUpTo read = tick().get(orders);

        assertThat(read.begin()).isEqualTo(2);
        // Of the same end it is known what stood there.
        assertThat(read.last()).isEqualTo(1);
    }

    @Test
    void aNewTopicThatMatchesThePatternIsFound() throws Exception {
        kafka.createTopics(1, orders);
        open(LONG, "archive.topic-pattern", prefix + "\\.public\\..*");
        assertThat(tick().byTopic()).containsOnlyKeys(orders);

        kafka.createTopics(1, customers);

        assertThat(tick().byTopic()).containsOnlyKeys(orders, customers);
    }

    @Test
    void aTopicThatIsMissingIsLeftOutUntilItAppears() throws Exception {
        kafka.createTopics(1, orders);
        open(LONG, "archive.topics", orders + ";" + customers);
        assertThat(tick().byTopic()).containsOnlyKeys(orders);

        kafka.createTopics(1, customers);

        assertThat(tick().byTopic()).containsOnlyKeys(orders, customers);
    }

    @Test
    void twoTopicsOfOneTableEndTheJob() throws Exception {
        String twin = prefix + "b.public.orders";
        kafka.createTopics(1, orders, twin);
        open(LONG, "archive.topic-pattern", prefix + ".*");

        assertThatThrownBy(this::tick)
                .hasStackTraceContaining(orders)
                .hasStackTraceContaining(twin)
                .hasStackTraceContaining("only one of them can be archived");
    }
}
