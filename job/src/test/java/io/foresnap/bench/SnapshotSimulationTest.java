package io.foresnap.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.archive.Outlook;
import io.foresnap.archive.SnapshotPolicy;
import io.foresnap.archive.SnapshotSettings;
import io.foresnap.bench.SnapshotSimulation.Outcome;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.options.ModelType;
import io.foresnap.options.SnapshotMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotSimulationTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final double MIB = 1 << 20;

    @TempDir Path folder;

    /** One partition of 100 MiB whose log grows by 10 MiB an hour, asked for every six hours. */
    private static SnapshotWorkload sixHourly(int days) {
        List<SnapshotWorkload.Request> requests = new ArrayList<>();
        for (int hour = 0; hour < 24 * days; hour += 6) {
            requests.add(
                    new SnapshotWorkload.Request(
                            hour * HOUR, List.of(0), BackupRequest.LATEST, "cron"));
        }
        return new SnapshotWorkload(
                "six-hourly",
                List.of(
                        new SnapshotWorkload.Partition(
                                new TablePartition("orders", 0), 100 * MIB, 10 * MIB / HOUR, 0)),
                requests,
                HOUR);
    }

    private static SnapshotPolicy policy(SnapshotMode mode, int intervalHours, double costFactor) {
        return new SnapshotPolicy(
                new SnapshotSettings(
                        mode,
                        Duration.ofHours(intervalHours),
                        Duration.ofHours(1),
                        Duration.ofDays(7),
                        0,
                        costFactor,
                        1));
    }

    @Test
    void whatRequestsReadIsTheLogSinceTheSnapshotBeforeTheirTarget() {
        SnapshotWorkload workload = sixHourly(1);

        Outcome outcome =
                SnapshotSimulation.run(
                        workload,
                        policy(SnapshotMode.INTERVAL, 4, 1),
                        new SnapshotOutlooks(workload).none());

        // Snapshots at 4, 8, 12, 16; requests at 0, 6, 12, 18.
        assertThat(outcome.made()).isEqualTo(4);
        assertThat(outcome.written()).isCloseTo(400 * MIB, within(1.0));
        assertThat(outcome.logRead())
                .containsExactly(new double[] {0, 0, 20 * MIB, 20 * MIB}, within(1.0));
    }

    @Test
    void aRequestForAnEarlierTimeReadsFromTheSnapshotBeforeIt() {
        SnapshotWorkload latest = sixHourly(1);
        List<SnapshotWorkload.Request> requests = new ArrayList<>(latest.requests());
        requests.add(new SnapshotWorkload.Request(19 * HOUR, List.of(0), 7 * HOUR, "audit"));
        SnapshotWorkload workload =
                new SnapshotWorkload("earlier", latest.partitions(), requests, HOUR);

        Outcome outcome =
                SnapshotSimulation.run(
                        workload,
                        policy(SnapshotMode.INTERVAL, 4, 1),
                        new SnapshotOutlooks(workload).none());

        assertThat(outcome.logRead())
                .containsExactly(new double[] {0, 0, 20 * MIB, 20 * MIB, 30 * MIB}, within(1.0));
    }

    @Test
    void whatIsKnownToComeIsRolledJustBeforeAndNeverInBetween() {
        SnapshotWorkload workload = sixHourly(6);

        Outcome outcome =
                SnapshotSimulation.run(
                        workload,
                        policy(SnapshotMode.ADAPTIVE, 1, 0.4),
                        new SnapshotOutlooks(workload).perfect());

        assertThat(outcome.made()).isEqualTo(workload.requests().size() - 1);
        assertThat(outcome.total()).isZero();
    }

    @Test
    void whatIsAskedForRegularlyIsLearnedAndRolledWhenItIsWorthMost() {
        SnapshotWorkload workload = sixHourly(12);
        SnapshotOutlooks outlooks = new SnapshotOutlooks(workload);

        Outcome adaptive =
                SnapshotSimulation.run(
                        workload,
                        policy(SnapshotMode.ADAPTIVE, 1, 0.4),
                        outlooks.predicted(ModelType.AUTO));
        Outcome fixed =
                SnapshotSimulation.run(
                        workload, policy(SnapshotMode.INTERVAL, 5, 1), outlooks.none());

        assertThat(adaptive.written()).isLessThanOrEqualTo(fixed.written());
        assertThat(adaptive.total()).isLessThan(0.8 * fixed.total());
    }

    @Test
    void nothingIsPredictedBeforeItCouldBeKnown() {
        SnapshotWorkload six = sixHourly(6);
        List<SnapshotWorkload.Request> lastChanged = new ArrayList<>(six.requests());
        lastChanged.set(
                lastChanged.size() - 1,
                new SnapshotWorkload.Request(
                        lastChanged.get(lastChanged.size() - 1).atMs() + HOUR / 2,
                        List.of(0),
                        BackupRequest.LATEST,
                        "somebody else"));
        SnapshotWorkload changed =
                new SnapshotWorkload("changed", six.partitions(), lastChanged, HOUR);

        List<Outlook[]> one = new SnapshotOutlooks(six).predicted(ModelType.AUTO);
        List<Outlook[]> other = new SnapshotOutlooks(changed).predicted(ModelType.AUTO);

        assertThat(other).hasSameSizeAs(one);
        for (int tick = 0; tick < one.size(); tick++) {
            assertThat(other.get(tick)).as("tick %s", tick).isEqualTo(one.get(tick));
        }
    }

    @Test
    void theComparisonIsTheSameEachTimeAndWritesEqualBytes() throws IOException {
        StringBuilder csv = new StringBuilder("timestamp_ms,table,partition,requester\n");
        for (int minute = 0; minute < 24 * 60; minute++) {
            for (int table = 1; table <= 12; table++) {
                if (minute % (table * 17) == table) {
                    csv.append(minute * 60_000L).append(",shop.t").append(table).append(",,cron\n");
                }
            }
        }
        Path trace = Files.writeString(folder.resolve("trace.csv"), csv);

        String first = printed(trace);

        assertThat(printed(trace)).isEqualTo(first);
        List<Double> gibWritten =
                first.lines()
                        .filter(line -> line.startsWith("every") || line.startsWith("  adaptive"))
                        .map(line -> line.substring(45, 56).strip().replace(",", ""))
                        .map(Double::valueOf)
                        .toList();
        assertThat(gibWritten).hasSize(4);
        assertThat(gibWritten)
                .allSatisfy(
                        gib ->
                                assertThat(gib)
                                        .isCloseTo(
                                                gibWritten.get(0),
                                                within(0.011 * gibWritten.get(0) + 0.1)));
    }

    private static String printed(Path trace) throws IOException {
        StringWriter out = new StringWriter();
        SnapshotBenchmark.of(Optional.of(trace), 5, ModelType.AUTO, new PrintWriter(out))
                .run(List.of(Duration.ofHours(3)));
        return out.toString();
    }
}
