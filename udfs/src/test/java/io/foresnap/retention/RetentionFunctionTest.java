package io.foresnap.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.Orders;
import io.foresnap.TestingFileSystem;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.TablePartition;
import io.foresnap.event.Tick;
import io.foresnap.lease.LeaseHolder;
import io.foresnap.snapshot.Snapshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class RetentionFunctionTest {

    private static final Duration WINDOW = Duration.ofSeconds(1);

    @TempDir Path folder;
    private Storage storage;
    private Orders orders;
    private RetentionFunction function;
    private OneInputStreamOperatorTestHarness<Tick, RetentionSummary> harness;

    @BeforeEach
    void open() throws Exception {
        TestingFileSystem.recover();
        storage = Storage.open("testing://" + folder);
        orders = new Orders(storage, "public.orders", 1);
        for (int i = 0; i < 3; i++) {
            orders.closeSegment();
        }
        new io.foresnap.archive.SnapshotRoller(storage, io.foresnap.changelog.Placeholders.DEFAULT)
                .roll(new TablePartition(orders.table, 0), orders.now() - 1000);
        function =
                new RetentionFunction(
                        new StorageSettings("testing://" + folder, Retry.NEVER, List.of()),
                        new RetentionSettings(WINDOW, Duration.ZERO, Duration.ofDays(1)),
                        Duration.ofMinutes(1));
        harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(function));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        TestingFileSystem.recover();
        harness.close();
        storage.close();
    }

    private void tick(long timeMs) throws Exception {
        harness.processElement(new Tick(timeMs, false), 0);
        function.await();
    }

    private List<RetentionSummary> summaries() {
        return harness.extractOutputValues();
    }

    @Test
    void aTickStartsARunAndTheNextTellsWhatItCameTo() throws Exception {
        tick(orders.now());
        assertThat(summaries()).isEmpty();
        tick(orders.now() + 1000);

        assertThat(summaries())
                .singleElement()
                .satisfies(
                        s -> {
                            assertThat(s.timeMs()).isEqualTo(orders.now());
                            assertThat(s.removedFiles()).isEqualTo(5);
                            assertThat(s.removedBytes()).isPositive();
                            assertThat(s.failure()).isNull();
                        });
        assertThat(Snapshots.list(storage, new TablePartition(orders.table, 0))).hasSize(1);
    }

    @Test
    void itRunsOnceAnInterval() throws Exception {
        for (int second = 0; second < 150; second += 10) {
            tick(orders.now() + second * 1000L);
        }

        assertThat(summaries()).hasSize(3);
    }

    @Test
    void whatALeaseHoldsIsCountedAndGoesLater() throws Exception {
        LeaseHolder lease = LeaseHolder.open(storage);
        tick(orders.now());
        lease.close();
        tick(orders.now() + 60_000);
        tick(orders.now() + 120_000);

        assertThat(summaries()).extracting(RetentionSummary::heldFiles).containsExactly(5L, 0L);
        assertThat(summaries()).extracting(RetentionSummary::removedFiles).containsExactly(0L, 5L);
    }

    @Test
    void storageThatFailsIsToldAndTriedAgain() throws Exception {
        TestingFileSystem.crashAfterChanges(3);
        tick(orders.now());
        TestingFileSystem.recover();
        tick(orders.now() + 60_000);
        tick(orders.now() + 120_000);

        assertThat(summaries().get(0).failure()).isEqualTo("IOException: crashed");
        assertThat(summaries().get(1).failure()).isNull();
        assertThat(Snapshots.list(storage, new TablePartition(orders.table, 0))).hasSize(1);
    }

    @Test
    void orphansAreSweptWhenTheyAreOldEnough() throws Exception {
        Path log = folder.resolve("changelog").resolve(orders.table).resolve("0");
        Path old = Files.writeString(log.resolve(".tmp-old"), "half");
        Path young = Files.writeString(log.resolve(".tmp-young"), "half");
        Files.setLastModifiedTime(
                old,
                FileTime.fromMillis(System.currentTimeMillis() - Duration.ofHours(25).toMillis()));

        tick(orders.now());
        tick(orders.now() + 1000);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(summaries().get(0).sweptFiles()).isEqualTo(1);
    }
}
