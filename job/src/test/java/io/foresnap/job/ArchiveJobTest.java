package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.cluster.AlertRules;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.merge.Planner;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kafka to the change log with real Kafka, HDFS and Flink; a table of its own for each test. */
@SuppressWarnings("NullAway.Init")
class ArchiveJobTest {

    private static TestingCluster cluster;
    private static int tests;

    private final String table = "public.orders" + tests;
    private final String topic = "shop" + tests++ + "." + table;
    private final List<JobID> jobs = new ArrayList<>();
    private TestingConnector connector;

    @BeforeAll
    static void start() throws IOException {
        cluster = new TestingCluster();
        cluster.kafka.createTopics(1, RejectedEvents.TOPIC);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @AfterEach
    void end() throws IOException {
        for (JobID job : jobs) {
            if (!cluster.flink.failed(job)) {
                cluster.flink.cancel(job);
            }
        }
        connector.close();
    }

    private void create(int partitions) throws IOException {
        cluster.kafka.createTopics(partitions, topic);
        connector = new TestingConnector(cluster.kafka, topic, new Random(1));
    }

    private Configuration options() {
        Configuration options = cluster.options();
        options.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        options.set(ForesnapOptions.ARCHIVE_TOPICS, List.of(topic));
        options.set(ForesnapOptions.ARCHIVE_SEGMENT_AGE, Duration.ofMillis(300));
        options.set(ForesnapOptions.ARCHIVE_PROGRESS_INTERVAL, Duration.ofMillis(300));
        options.set(ForesnapOptions.ARCHIVE_MARK_INTERVAL, Duration.ofMillis(100));
        options.set(ForesnapOptions.ARCHIVE_CAPTURE_LAG, Duration.ofSeconds(1));
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return options;
    }

    private JobID submit(Configuration options) throws IOException {
        JobID job = cluster.submit(options, ArchiveJob::define);
        jobs.add(job);
        return job;
    }

    private TablePartition of(int partition) {
        return new TablePartition(table, partition);
    }

    private PartitionLog log(int partition) {
        try {
            return Catalog.partition(cluster.storage, of(partition));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long coveredTo(int partition) {
        return log(partition).coveredTo().orElse(-1);
    }

    private long markedMs(int partition) {
        return log(partition).marks().stream().mapToLong(m -> m.name().maxTs()).max().orElse(-1);
    }

    private void assertLogEqualsTopic(int partitions) throws Exception {
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            List<String> wanted = ArchivedLog.ofTopic(cluster.kafka, topic, p);
            TestingCluster.eventually(
                    "the log of " + of(p) + " holds " + wanted.size() + " events",
                    () -> events(partition).size() >= wanted.size());
            assertThat(events(p)).isEqualTo(wanted);
        }
    }

    private List<String> events(int partition) {
        try {
            return ArchivedLog.ofStorage(cluster.storage, of(partition));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aTruncateReachesEveryPartitionAndWhatIsNoEventGoesElsewhere() throws Exception {
        create(3);
        for (int id = 0; id < 30; id++) {
            connector.insert(id, "before");
        }
        connector.truncate();
        long truncatedMs = connector.lastMs();
        connector.nonsense("{\"op\":\"x\"}");
        for (int id = 0; id < 30; id++) {
            connector.insert(id, "after");
        }
        connector.flush();
        submit(options());

        assertLogEqualsTopic(3);
        int holder = holderOfTruncate();
        for (int p = 0; p < 3; p++) {
            List<SegmentFile> copies = log(p).truncateCopies();
            assertThat(copies).as("copies in partition %d", p).hasSize(p == holder ? 0 : 1);
            for (SegmentFile copy : copies) {
                assertThat(copy.name().minTs()).isEqualTo(truncatedMs);
                assertThat(ArchivedLog.read(cluster.storage, copy))
                        .singleElement()
                        .extracting(ChangeEvent::op)
                        .isEqualTo(Op.TRUNCATE);
            }
        }
        JsonNode rejected = RejectedEvents.of(cluster.kafka, topic);
        assertThat(rejected.get("reason").asText()).isNotBlank();
        assertThat(rejected.get("value").asText()).isEqualTo("{\"op\":\"x\"}");
        assertThat(rejected.get("partition").isInt()).isTrue();
        assertThat(rejected.get("offset").isIntegralNumber()).isTrue();
        assertThat(Prometheus.names(cluster.prometheus.scrape()))
                .containsAll(AlertRules.metrics("foresnap-archive"));
    }

    private int holderOfTruncate() {
        for (int p = 0; p < 3; p++) {
            if (events(p).stream().anyMatch(line -> line.contains(" TRUNCATE "))) {
                return p;
            }
        }
        throw new AssertionError("no truncate in any log");
    }

    @Test
    void anIdleTablesRestorableTimeGoesOn() throws Exception {
        create(2);
        connector.insert(1, "a");
        connector.flush();
        long began = connector.lastMs();
        submit(options());
        TestingCluster.eventually("marks", () -> markedMs(0) > 0 && markedMs(1) > 0);
        for (int p = 0; p < 2; p++) {
            Snapshots.write(cluster.storage, of(p), 0, began - 1000, rows -> {});
        }

        // Nothing is written meanwhile.
        // One partition's mark is written after the other's.
        TestingCluster.eventually(
                "restorable beyond the last change",
                () -> restorableMs(0) > began + 1500 && restorableMs(1) > began + 1500);

        // A second of archive.capture-lag is left to the connector.
        assertThat(restorableMs(0)).isLessThanOrEqualTo(System.currentTimeMillis() - 1000);
    }

    private long restorableMs(int partition) {
        try {
            return Planner.list(cluster.storage, of(partition)).restorableThrough();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aJobGoesOnFromASavepointAndWithoutAnyState() throws Exception {
        create(2);
        JobID first = submit(options());
        write(0, 40);
        TestingCluster.eventually("a segment", () -> !events(0).isEmpty());
        write(40, 60);
        String savepoint =
                cluster.flink
                        .cluster()
                        .stopWithSavepoint(first, null, false, SavepointFormatType.CANONICAL)
                        .get();
        connector.restart();
        write(60, 100);

        Configuration restored = options();
        restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        restored.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        JobID second = submit(restored);
        assertLogEqualsTopic(2);
        write(100, 120);
        cluster.flink.cancel(second);
        connector.restart();
        write(120, 150);

        submit(options());
        assertLogEqualsTopic(2);
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            connector.update(i % 17, "text " + i);
        }
        connector.flush();
    }

    @Test
    void recordsThatKafkaDroppedEndTheJobOrAreSkippedWithAHole() throws Exception {
        create(1);
        write(0, 10);
        JobID first = submit(options());
        TestingCluster.eventually("ten events", () -> coveredTo(0) == 10);
        Snapshots.write(cluster.storage, of(0), 0, 1, rows -> {});
        cluster.flink.cancel(first);
        write(10, 20);
        dropBefore(15);

        assertThatThrownBy(() -> submit(options()))
                .hasStackTraceContaining("Kafka has dropped the records [10, 15) of " + topic)
                .hasStackTraceContaining("Set archive.skip-lost-records");

        Configuration skipping = options();
        skipping.set(ForesnapOptions.ARCHIVE_SKIP_LOST_RECORDS, true);
        jobs.add(cluster.submit(skipping, ArchiveJob::define));
        TestingCluster.eventually("what is left", () -> coveredTo(0) == 20);
        assertThat(log(0).chainFrom(0).end()).isEqualTo(10);
        assertThatThrownBy(() -> Planner.list(cluster.storage, of(0)).restorableThrough())
                .isInstanceOf(NotRestorableException.class)
                .hasMessageContaining("offsets [10, 15) are missing");
    }

    @Test
    void recordsThatKafkaDroppedBehindASavepointEndTheJob() throws Exception {
        create(1);
        write(0, 10);
        JobID first = submit(options());
        TestingCluster.eventually("ten events", () -> coveredTo(0) == 10);
        String savepoint =
                cluster.flink
                        .cluster()
                        .stopWithSavepoint(first, null, false, SavepointFormatType.CANONICAL)
                        .get();
        write(10, 20);
        dropBefore(15);
        Configuration restored = options();
        restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        restored.set(ForesnapOptions.ARCHIVE_SKIP_LOST_RECORDS, true);

        assertThatThrownBy(
                        () -> {
                            JobID job = submit(restored);
                            TestingCluster.eventually("its end", () -> hasEnded(job));
                            cluster.flink.awaitRunning(job, Duration.ofSeconds(1));
                        })
                .hasStackTraceContaining("out of range")
                .hasStackTraceContaining(topic);
        assertThat(coveredTo(0)).isEqualTo(10);
    }

    private void dropBefore(long offset) throws Exception {
        try (Admin admin = Admin.create(kafkaProperties())) {
            admin.deleteRecords(
                            Map.of(
                                    new TopicPartition(topic, 0),
                                    RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private static Map<String, Object> kafkaProperties() {
        return Map.of("bootstrap.servers", cluster.kafka.bootstrapServers());
    }

    @Test
    void aTopicThatDoesNotExistEndsTheJobAndIsNamed() throws Exception {
        create(1);
        Configuration missing = options();
        missing.set(ForesnapOptions.ARCHIVE_TOPICS, List.of(topic, topic + "s"));

        assertThatThrownBy(
                        () -> {
                            JobID job = submit(missing);
                            TestingCluster.eventually("its end", () -> hasEnded(job));
                            cluster.flink.awaitRunning(job, Duration.ofSeconds(1));
                        })
                .hasStackTraceContaining(topic + "s");
    }

    private static boolean hasEnded(JobID job) {
        try {
            return cluster.flink.failed(job);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aRequestWaitsForItsTargetTimeOrIsRefusedWithTheTimeThatIsThere() throws Exception {
        create(1);
        connector.insert(1, "a");
        connector.flush();
        submit(options());
        TestingCluster.eventually("a mark", () -> markedMs(0) >= connector.lastMs() - 1);
        Snapshots.write(cluster.storage, of(0), 0, connector.lastMs() - 1000, rows -> {});
        Configuration serving = cluster.options();
        serving.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        serving.set(ForesnapOptions.SERVING_TARGET_WAIT, Duration.ofMinutes(1));
        JobID waiting = cluster.submit(serving);
        jobs.add(waiting);

        // The archive is about a second behind.
        long now = System.currentTimeMillis() - 1;
        cluster.send(request("waits", now));
        JsonNode served = cluster.result("waits");

        assertThat(served.get("status").asText()).as("%s", served).isEqualTo("ACKNOWLEDGED");
        assertThat(markedMs(0)).isGreaterThanOrEqualTo(now);
        assertThat(cluster.rowsOf(served)).containsOnlyKeys(1);

        cluster.flink.cancel(waiting);
        serving.set(ForesnapOptions.SERVING_TARGET_WAIT, Duration.ZERO);
        jobs.add(cluster.submit(serving));
        cluster.send(request("refused", System.currentTimeMillis() - 1));
        JsonNode refused = cluster.result("refused");

        assertThat(refused.get("status").asText()).isEqualTo("REJECTED");
        assertThat(refused.get("reason").asText())
                .containsPattern("can be restored through 20\\d\\d-.*, not yet as of");
    }

    private String request(String id, long targetMs) {
        return "{\"requestId\":\"%s\",\"table\":\"%s\",\"targetTime\":%d}"
                .formatted(id, table, targetMs);
    }
}
