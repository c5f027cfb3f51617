package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.event.TablePartition;
import io.foresnap.options.ForesnapOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.Test;

/** Tasks die at random while a connector that is restarted now and then keeps writing. */
class ArchiveChaosTest {

    private static final int KILLS = 20;
    private static final String TOPIC = "shop.public.orders";
    private static final String TABLE = "public.orders";
    private static final int PARTITIONS = 3;
    private static final TablePartition FIRST = new TablePartition(TABLE, 0);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    void theChangeLogEqualsTheTopicEventByEvent() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TestingCluster cluster = new TestingCluster()) {
            cluster.kafka.createTopics(PARTITIONS, TOPIC);
            cluster.kafka.createTopics(1, "foresnap-rejected-events");
            JobID job = cluster.submit(options(cluster), ArchiveJob::define);
            Future<?> written = threads.submit(() -> write(cluster, new Random(seed)));
            Future<?> watched = threads.submit(() -> watch(cluster));

            TestingCluster.eventually("a segment", () -> size(cluster, FIRST) > 0);
            for (int kill = 0; kill < KILLS; kill++) {
                // Some die right after they have recovered, some after a few checkpoints.
                Thread.sleep(random.nextInt(1500));
                int attempts = cluster.flink.attempts(job);
                cluster.flink.killTaskManager();
                cluster.flink.awaitAttempt(job, attempts + 1, PATIENCE);
            }
            stopped.set(true);
            get(written);
            get(watched);

            List<String> truncates = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TablePartition of = new TablePartition(TABLE, partition);
                List<String> topic = ArchivedLog.ofTopic(cluster.kafka, TOPIC, partition);
                List<String> rows = topic.stream().filter(l -> !isTruncate(l)).toList();
                TestingCluster.eventually(
                        "the log of " + of + " reaches " + topic.get(topic.size() - 1),
                        () -> rows(cluster, of).size() >= rows.size());
                assertThat(rows(cluster, of))
                        .as("log of %s with seed %s", of, seed)
                        .isEqualTo(rows);
                truncates.addAll(topic.stream().filter(l -> isTruncate(l)).toList());
            }
            assertTruncatesReachEveryPartition(cluster, truncates, seed);
        } finally {
            stopped.set(true);
            threads.shutdownNow();
        }
    }

    /**
     * A repeated truncate may come into another partition than the first one, and is kept there or
     * not: it counts once, at the time of its commit.
     */
    private static void assertTruncatesReachEveryPartition(
            TestingCluster cluster, List<String> topic, long seed) throws Exception {
        Set<String> wanted = withoutOffsets(topic);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TablePartition of = new TablePartition(TABLE, partition);
            TestingCluster.eventually(
                    "every truncate in " + of,
                    () -> truncates(cluster, of).size() >= wanted.size());
            assertThat(truncates(cluster, of))
                    .as("truncates of %s with seed %s", of, seed)
                    .isEqualTo(wanted);
        }
    }

    private static Set<String> truncates(TestingCluster cluster, TablePartition of) {
        try {
            List<String> all = new ArrayList<>(ArchivedLog.ofStorage(cluster.storage, of));
            all.addAll(ArchivedLog.truncateCopies(cluster.storage, of));
            return withoutOffsets(all);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<String> withoutOffsets(List<String> lines) {
        return lines.stream()
                .filter(line -> isTruncate(line))
                .map(line -> line.substring(line.indexOf(' ')))
                .collect(Collectors.toSet());
    }

    private static boolean isTruncate(String line) {
        return line.contains(" TRUNCATE ");
    }

    private static List<String> rows(TestingCluster cluster, TablePartition of) {
        try {
            return ArchivedLog.ofStorage(cluster.storage, of).stream()
                    .filter(line -> !isTruncate(line))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Configuration options(TestingCluster cluster) {
        Configuration options = cluster.options();
        options.set(ForesnapOptions.ARCHIVE_TOPICS, List.of(TOPIC));
        options.set(ForesnapOptions.ARCHIVE_SEGMENT_AGE, Duration.ofMillis(700));
        options.set(ForesnapOptions.ARCHIVE_SEGMENT_EVENTS, 40);
        options.set(ForesnapOptions.ARCHIVE_PROGRESS_INTERVAL, Duration.ofMillis(500));
        options.set(ForesnapOptions.ARCHIVE_MARK_INTERVAL, Duration.ofMillis(500));
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1000);
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        return options;
    }

    private void write(TestingCluster cluster, Random random) {
        try (TestingConnector connector = new TestingConnector(cluster.kafka, TOPIC, random)) {
            for (int i = 0; !stopped.get(); i++) {
                step(connector, i, random);
                if (i % 20 == 0) {
                    connector.flush();
                    sleep(random.nextInt(60));
                }
            }
            connector.restart();
            connector.flush();
        }
    }

    private static void step(TestingConnector connector, int i, Random random) {
        int id = random.nextInt(200);
        switch (random.nextInt(100)) {
            case 0 -> connector.restart();
            case 1 -> connector.nonsense("{\"op\":\"x\"}");
            case 2 -> connector.truncate();
            case 3, 4, 5, 6, 7, 8 -> connector.delete(id);
            default -> connector.update(id, "text " + i);
        }
    }

    /** A reader who looks all the time: what it sees is whole, and never goes away. */
    private Void watch(TestingCluster cluster) throws IOException {
        Set<String> seen = new HashSet<>();
        while (!stopped.get()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Set<String> listed = new HashSet<>();
                for (SegmentFile file :
                        Catalog.partition(cluster.storage, new TablePartition(TABLE, partition))
                                .files()) {
                    listed.add(file.path());
                    if (!file.name().isMark() && seen.add(file.path())) {
                        ArchivedLog.read(cluster.storage, file);
                    }
                }
                String folder = "/" + partition + "/";
                assertThat(listed)
                        .containsAll(seen.stream().filter(f -> f.contains(folder)).toList());
            }
            sleep(20);
        }
        assertThat(seen).isNotEmpty();
        return null;
    }

    private static int size(TestingCluster cluster, TablePartition of) {
        try {
            return ArchivedLog.ofStorage(cluster.storage, of).size();
        } catch (FileNotFoundException replacedMark) {
            return -1;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void get(Future<?> done) throws Exception {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
