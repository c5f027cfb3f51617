package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.archive.Importer;
import io.foresnap.backup.Backups;
import io.foresnap.backup.DirectBackup;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.merge.Planner;
import io.foresnap.options.ForesnapOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A captured PostgreSQL change stream through Kafka: what is archived gives the backups that an
 * import of its files gives, which is known to give what the database held.
 */
class ArchiveTruthTest {

    private static final Path DATA = Path.of("../../shared/data/cdc");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Rows without key must stay together; the others are spread by Kafka. */
    private static final Map<String, Integer> PARTITIONS =
            Map.of(
                    "orders", 3,
                    "pgbench_accounts", 3,
                    "pgbench_branches", 2,
                    "pgbench_history", 1,
                    "pgbench_tellers", 2);

    private static final String HEARTBEATS = "__debezium-heartbeat.dev";
    private static final int IN_FLIGHT = 500;

    @TempDir Path folder;

    private record Event(
            long capturedNs, String table, @Nullable String key, @Nullable String value) {}

    @Test
    void everyTableAtEveryMomentEqualsAnImportOfTheSameStream() throws Exception {
        assumeTrue(
                Files.isDirectory(DATA),
                "skipped: the captured change stream is not beside this checkout");
        JsonNode moments = JSON.readTree(DATA.resolve("moments.json").toFile());
        long last = moments.get(moments.size() - 1).get("t_ms").asLong();
        try (TestingCluster cluster = new TestingCluster();
                Storage imported = Storage.open(folder.resolve("imported").toString())) {
            importTo(imported);
            for (Map.Entry<String, Integer> table : PARTITIONS.entrySet()) {
                cluster.kafka.createTopics(table.getValue(), "dev.public." + table.getKey());
            }
            cluster.kafka.createTopics(1, "foresnap-rejected-events", HEARTBEATS);
            cluster.submit(options(cluster), ArchiveJob::define);
            produce(cluster);
            for (String table : PARTITIONS.keySet()) {
                TestingCluster.eventually(
                        table + " is restorable through the last moment",
                        () -> {
                            cluster.send(HEARTBEATS, "{\"ts_ms\":1}");
                            return restorableThrough(cluster.storage, table) >= last;
                        });
            }

            int equal = 0;
            for (JsonNode moment : moments) {
                for (String table : PARTITIONS.keySet()) {
                    long target = moment.get("t_ms").asLong();
                    if (table.equals("pgbench_history")
                            && target == moments.get(0).get("t_ms").asLong()) {
                        continue; // It was empty until its first event; nothing tells since when.
                    }
                    assertThat(rows(cluster.storage, table, target))
                            .as("%s at moment %s", table, moment.get("k"))
                            .isEqualTo(rows(imported, table, target));
                    equal++;
                }
            }
            assertThat(equal).isEqualTo(34);
        }
    }

    private static Configuration options(TestingCluster cluster) {
        Configuration options = cluster.options();
        options.set(ForesnapOptions.ARCHIVE_TOPIC_PATTERN, "dev\\.public\\..*");
        options.set(ForesnapOptions.ARCHIVE_SEGMENT_AGE, Duration.ofSeconds(2));
        options.set(ForesnapOptions.ARCHIVE_SEGMENT_EVENTS, 3000);
        options.set(ForesnapOptions.ARCHIVE_PROGRESS_INTERVAL, Duration.ofSeconds(2));
        // Silence counts by the heartbeats, and there is none while the stream is written.
        options.set(ForesnapOptions.ARCHIVE_CAPTURE_LAG, Duration.ZERO);
        options.set(ForesnapOptions.ARCHIVE_MARK_INTERVAL, Duration.ofSeconds(1));
        options.set(ForesnapOptions.SNAPSHOT_CHECK_INTERVAL, Duration.ofSeconds(1));
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        return options;
    }

    private static void importTo(Storage storage) throws IOException {
        try (Stream<Path> files = Files.list(DATA.resolve("events"))) {
            new Importer(storage, 1, 50_000, Placeholders.DEFAULT)
                    .run(files.sorted().toList(), System.currentTimeMillis(), lines -> {});
        }
    }

    /** In the order in which the connector captured them, over all tables. */
    private static void produce(TestingCluster cluster) throws IOException {
        List<Event> events = new ArrayList<>();
        for (String table : PARTITIONS.keySet()) {
            read(table, events);
        }
        events.sort(Comparator.comparingLong(Event::capturedNs));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", cluster.kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            int sent = 0;
            for (Event event : events) {
                if (++sent % IN_FLIGHT == 0) {
                    producer.flush(); // A connector does not run far ahead of Kafka either.
                }
                producer.send(
                        new ProducerRecord<>(
                                "dev.public." + event.table(),
                                bytes(event.key()),
                                bytes(event.value())));
            }
        }
    }

    private static void read(String table, List<Event> events) throws IOException {
        Path file = DATA.resolve("events").resolve(table + ".jsonl.gz");
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            long captured = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = JSON.readTree(line);
                JsonNode value = event.get("value");
                if (!value.isNull()) {
                    captured = value.get("ts_ns").asLong();
                }
                events.add(new Event(captured, table, text(event.get("key")), text(value)));
            }
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.toString();
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static long restorableThrough(Storage storage, String table) {
        long through = Long.MAX_VALUE;
        try {
            List<Integer> partitions = Catalog.partitions(storage, "public." + table);
            if (partitions.size() < PARTITIONS.getOrDefault(table, 0)) {
                return Long.MIN_VALUE;
            }
            for (int partition : partitions) {
                TablePartition of = new TablePartition("public." + table, partition);
                through = Math.min(through, Planner.list(storage, of).restorableThrough());
            }
        } catch (NotRestorableException notYet) {
            return Long.MIN_VALUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return through;
    }

    /** Rows with their keys, in an order that does not depend on the partitions. */
    private static List<String> rows(Storage storage, String table, long targetMs)
            throws IOException {
        BackupRequest request =
                new BackupRequest(
                        table + "-" + targetMs,
                        "public." + table,
                        List.of(),
                        targetMs,
                        "test",
                        targetMs);
        List<String> rows = new ArrayList<>();
        Backups.forEachRow(
                storage,
                new DirectBackup(storage, Placeholders.DEFAULT)
                        .run(request, System.currentTimeMillis()),
                (key, row) -> rows.add(normal(row)));
        rows.sort(null);
        return rows;
    }

    /** Numbers may be written in another way where the test has parsed and written them. */
    private static String normal(byte[] row) {
        try {
            return JSON.readTree(row).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
