package io.foresnap.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.ChangeFeed;
import io.foresnap.WithoutKryo;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.PredictedRequest;
import io.foresnap.event.Tick;
import io.foresnap.options.SnapshotMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.co.CoProcessOperator;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
@Timeout(120)
class SnapshotFunctionTest {

    private static final String ORDERS = "public.orders";
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long START = 500_000 * HOUR;

    @TempDir Path folder;

    private Storage storage;
    private TestingLog log;
    private long now = START;

    @BeforeEach
    void begin() throws IOException {
        storage = Storage.open(folder.resolve("root").toString());
        log = new TestingLog(storage, ORDERS, 2);
        log.append(0, feed().commit(START - HOUR).read(1, "v", "a".repeat(3000)))
                .append(1, feed().commit(START - HOUR).read(2, "v", "a"))
                .completeThrough(START);
    }

    @AfterEach
    void end() throws IOException {
        storage.close();
    }

    private static ChangeFeed feed() {
        return ChangeFeed.of(ORDERS);
    }

    private TwoInputStreamOperatorTestHarness<Tick, PredictedRequest, SnapshotReport> harness(
            int subtasks, int subtask) throws Exception {
        SnapshotSettings settings =
                new SnapshotSettings(
                        SnapshotMode.ADAPTIVE,
                        Duration.ofHours(1),
                        Duration.ofMinutes(1),
                        Duration.ofDays(7),
                        0,
                        1,
                        2);
        StorageSettings root =
                new StorageSettings(
                        folder.resolve("root").toString(),
                        Retry.NEVER,
                        List.of(ChangeFeed.UNCHANGED));
        var harness =
                new TwoInputStreamOperatorTestHarness<>(
                        new CoProcessOperator<>(new SnapshotFunction(root, settings)),
                        subtasks,
                        subtasks,
                        subtask);
        harness.open();
        return harness;
    }

    /** Ticks until so many reports have come. */
    private List<SnapshotReport> reports(
            TwoInputStreamOperatorTestHarness<Tick, PredictedRequest, SnapshotReport> harness,
            int count)
            throws Exception {
        List<SnapshotReport> reports = new ArrayList<>();
        while (reports.size() < count) {
            tick(harness);
            Thread.sleep(20);
            reports = harness.extractOutputValues();
        }
        return reports;
    }

    private void tick(
            TwoInputStreamOperatorTestHarness<Tick, PredictedRequest, SnapshotReport> harness)
            throws Exception {
        now += Duration.ofMinutes(1).toMillis();
        harness.processElement1(new Tick(now, true), now);
    }

    @Test
    void firstSnapshotsAreMadeAndWhatIsExpectedIsRolledForwardWithItsReason() throws Exception {
        try (var harness = harness(1, 0)) {
            assertThat(reports(harness, 2))
                    .extracting(SnapshotReport::reason)
                    .containsExactlyInAnyOrder(
                            "public.orders/0: the first snapshot, of the rows that the connector"
                                    + " read",
                            "public.orders/1: the first snapshot, of the rows that the connector"
                                    + " read");
            for (int i = 0; i < 50; i++) {
                log.append(0, feed().commit(START + 1000 + i).update(1, "v", "b" + i));
                log.append(1, feed().commit(START + 1000 + i).update(2, "v", "b" + i));
            }
            log.completeThrough(START + HOUR);
            now = START + HOUR;
            long window = START + HOUR;
            harness.processElement2(
                    new PredictedRequest(ORDERS, 1, window, window + 100 * HOUR, 0.97), 0);

            SnapshotReport rolled = reports(harness, 3).get(2);

            assertThat(rolled.partition()).isEqualTo(1);
            assertThat(rolled.failure()).isNull();
            assertThat(rolled.offset()).isEqualTo(51);
            assertThat(rolled.reason()).contains("with probability 0.97");
            assertThat(rolled.bytesWritten())
                    .isEqualTo(log.snapshots(1).get(1).bytes())
                    .isLessThan(rolled.bytesRead());
        }
    }

    @Test
    void aTableBelongsToOneSubtaskOnly() throws Exception {
        int owner = Math.floorMod(ORDERS.hashCode(), 3);
        try (var other = harness(3, (owner + 1) % 3);
                var own = harness(3, owner)) {
            tick(other);
            assertThat(reports(own, 2)).hasSize(2);
            tick(other);

            assertThat(other.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void aFailureIsReportedAndTheOtherPartitionsGoOn() throws Exception {
        Path segments = folder.resolve("root/changelog/" + ORDERS + "/0");
        Path damaged;
        try (var harness = harness(1, 0)) {
            reports(harness, 2);
            for (int i = 0; i < 50; i++) {
                log.append(0, feed().commit(START + 1000 + i).update(1, "v", "b" + i));
                log.append(1, feed().commit(START + 1000 + i).update(2, "v", "b" + i));
            }
            log.completeThrough(START + HOUR);
            try (var files = Files.list(segments)) {
                damaged =
                        files.filter(f -> f.toString().contains("/" + "0".repeat(18) + "25-"))
                                .findFirst()
                                .orElseThrow();
            }
            byte[] bytes = Files.readAllBytes(damaged);
            bytes[bytes.length / 2] ^= 1;
            Files.write(damaged, bytes);
            now = START + 300 * HOUR; // Older than the greatest age: both are due.

            List<SnapshotReport> later = List.of();
            while (later.stream().map(SnapshotReport::partition).distinct().count() < 2) {
                List<SnapshotReport> all = reports(harness, 3);
                later = all.subList(2, all.size());
                tick(harness);
            }

            assertThat(later)
                    .filteredOn(r -> r.partition() == 0)
                    .isNotEmpty()
                    .allSatisfy(
                            r -> {
                                assertThat(r.failure()).contains(damaged.getFileName().toString());
                                assertThat(r.offset()).isEqualTo(-1);
                            });
            assertThat(later).filteredOn(r -> r.partition() == 1).hasSize(1);
            assertThat(log.snapshots(0)).hasSize(1);
            assertThat(log.snapshots(1)).hasSize(2);
        }
    }

    @Test
    void whatTravelsGoesWithoutKryo() throws IOException {
        SnapshotReport report = new SnapshotReport("t", 1, 2, 3, 4, 5, 6, "why", null);
        SnapshotReport failed = new SnapshotReport("t", 1, -1, 3, 0, 0, 0, "why", "broken");
        PredictedRequest predicted = new PredictedRequest("t", 1, 2, 3, .5);

        assertThat(WithoutKryo.roundTrip(SnapshotReport.class, report)).isEqualTo(report);
        assertThat(WithoutKryo.roundTrip(SnapshotReport.class, failed)).isEqualTo(failed);
        assertThat(WithoutKryo.roundTrip(PredictedRequest.class, predicted)).isEqualTo(predicted);
    }
}
