package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.WithoutKryo;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.backup.TablePlan;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentName;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.Tick;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.guard.ControlCommand;
import io.foresnap.guard.ControlMessage;
import io.foresnap.guard.Guarded;
import io.foresnap.guard.Switches;
import io.foresnap.guard.TableOrder;
import io.foresnap.guard.Verdict;
import io.foresnap.history.PartitionHistory;
import io.foresnap.history.RecentRequests;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.model.ModelUpdate;
import io.foresnap.prefetch.PrefetchOutput;
import io.foresnap.prefetch.PrefetchReport;
import io.foresnap.prefetch.PrefetchReport.Outcome;
import io.foresnap.prefetch.RunChunk;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.SnapshotName;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that travels between operators or is kept in state goes without Kryo. */
class RecordsTest {

    private static final BackupRequest REQUEST =
            new BackupRequest("r", "t", List.of(0, 1), 5, "", 6);
    private static final ServeTask.Attempt ATTEMPT = new ServeTask.Attempt(REQUEST, "a", 7, 1.5);
    private static final PartitionPlan PLAN =
            new PartitionPlan(
                    1,
                    new SnapshotFile("s", new SnapshotName(1, 2, 3), 4),
                    List.of(new SegmentFile("p", new SegmentName(1, 2, 3, 4, -5), 6)),
                    7);
    private static final PartitionBackup BACKUP =
            new PartitionBackup(
                    1, 2, 3, 4, "f", 5, "c", "s", List.of("p"), 6, 7, 8, 9, 10, 11, 1.5, 2.5, 3.5);
    private static final BackupResult FAILED = BackupResult.failed(REQUEST, "why");
    private static final PrefetchReport REPORT =
            new PrefetchReport("t", 1, .5, 2, 3, Outcome.FETCHED, 4, 5, null);

    static List<Object> records() {
        return List.of(
                REQUEST,
                new ReceivedRequest(REQUEST, 1),
                new Rejection(null, null, null, "why", "text", 1),
                AuditRecord.requested(REQUEST),
                AuditRecord.rejected(new Rejection(null, null, null, "why", "text", 1)),
                AuditRecord.answered(FAILED),
                new Planned(REQUEST, 1, "a", 2.5, false, null, null, null, false, "why"),
                new Planned(
                        REQUEST,
                        1,
                        "a",
                        2.5,
                        true,
                        new TablePlan("t", 9, List.of(PLAN)),
                        null,
                        null,
                        true,
                        null),
                new Planned(REQUEST, 1, "a", 2.5, false, null, FAILED, null, false, null),
                new ServeTask(ATTEMPT, PLAN),
                Served.written(ATTEMPT, BACKUP),
                Served.failed(ATTEMPT, "why"),
                new GatherFunction.Gathered(ATTEMPT, List.of(BACKUP), 1, null, false),
                new CommitTask(ATTEMPT, List.of(BACKUP), null),
                new CommitTask(ATTEMPT, List.of(), "why"),
                new Committed(null),
                new Committed(FAILED),
                FAILED,
                new BackupResult(
                        "r",
                        "q",
                        "t",
                        BackupResult.Status.ACKNOWLEDGED,
                        null,
                        "d",
                        "x",
                        1,
                        2,
                        3,
                        4,
                        5,
                        6,
                        7,
                        8,
                        9,
                        new BackupResult.Latency(1, 2, 3, 4, 5),
                        10),
                REPORT,
                new PrefetchOutput(REPORT, null),
                new PrefetchTask("t", 1, .5, 2, 3, 4, 5, .6, 7, 8, true),
                new Prediction("t", 1, 2, 3, .5, .6, 7, 8),
                ControlCommand.of(ControlCommand.Kind.PIN, "t", 1),
                new TableOrder("t", 1, 2, 3),
                new Switches(true, false),
                new Guarded(PrefetchTask.halt(), Verdict.PASSED),
                new Tick(1, true));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordComesBackAsItWas(Record record) throws IOException {
        assertThat(roundTrip(record)).isEqualTo(record);
    }

    @SuppressWarnings("unchecked")
    private static <T> T roundTrip(T value) throws IOException {
        return WithoutKryo.roundTrip((Class<T>) value.getClass(), value);
    }

    static List<Object> recordsWithBytes() {
        RunChunk chunk = new RunChunk("t", 1, "p", 2, 0, 1, 3, new byte[] {1, 2, 3}, 4, .5, true);
        return List.of(
                chunk,
                new PrefetchOutput(null, chunk),
                new RawRequest(new byte[] {'{', '}'}, "topic", 1, 2, 3));
    }

    @ParameterizedTest
    @MethodSource("recordsWithBytes")
    void aRecordWithBytesComesBackAsItWas(Record record) throws IOException {
        assertThat(Objects.requireNonNull(roundTrip(record)))
                .usingRecursiveComparison()
                .isEqualTo(record);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                RawRequest.class,
                ReceivedRequest.class,
                Rejection.class,
                Planned.class,
                ServeTask.class,
                Served.class,
                GatherFunction.Gathered.class,
                CommitTask.class,
                Committed.class,
                BackupResult.class,
                BackupRequest.class,
                Tick.class,
                PartitionFeatures.class,
                TrainingExample.class,
                PartitionHistory.class,
                RecentRequests.class,
                ModelUpdate.class,
                Prediction.class,
                PrefetchTask.class,
                PrefetchOutput.class,
                PrefetchReport.class,
                RunChunk.class,
                ControlMessage.class,
                ControlCommand.class,
                TableOrder.class,
                Switches.class,
                Guarded.class,
            })
    void noFieldAtAnyDepthNeedsKryo(Class<?> type) {
        WithoutKryo.assertAtAnyDepth(type);
    }
}
