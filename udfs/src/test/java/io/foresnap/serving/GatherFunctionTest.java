package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.backup.PartitionBackup;
import io.foresnap.event.BackupRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatherFunctionTest {

    private static final Duration TIMEOUT = Duration.ofMillis(1000);
    private static final long RECEIVED = 5000;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Served, CommitTask> start(
            @Nullable OperatorSubtaskState from) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new GatherFunction(TIMEOUT)),
                        (Served served) -> served.attempt().key(),
                        Types.STRING);
        open.add(harness);
        harness.setup();
        if (from != null) {
            harness.initializeState(from);
        }
        harness.open();
        harness.setProcessingTime(RECEIVED);
        return harness;
    }

    private static ServeTask.Attempt attempt(String id, int partitions) {
        return new ServeTask.Attempt(
                new BackupRequest(
                        id, "t", IntStream.range(0, partitions).boxed().toList(), 1, "", 1),
                "a",
                RECEIVED,
                0);
    }

    private static PartitionBackup backup(int partition) {
        return new PartitionBackup(
                partition,
                1,
                1,
                1,
                partition + ".avro",
                1,
                "",
                "",
                List.of(),
                1,
                0,
                1,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    private static Served done(ServeTask.Attempt attempt, int partition) {
        return Served.written(attempt, backup(partition));
    }

    private static void assertEmpty(KeyedOneInputStreamOperatorTestHarness<?, ?, ?> gather) {
        assertThat(gather.numKeyedStateEntries()).isZero();
        assertThat(gather.numProcessingTimeTimers()).isZero();
    }

    @Test
    void anAttemptLeavesOnceWhenAllItsPartitionsAreThere() throws Exception {
        var gather = start(null);
        ServeTask.Attempt attempt = attempt("r", 3);

        gather.processElement(done(attempt, 2), 0);
        gather.processElement(done(attempt, 0), 0);
        int early = gather.extractOutputValues().size();
        gather.processElement(done(attempt, 1), 0);
        gather.setProcessingTime(RECEIVED + 10_000);

        assertThat(early).isZero();
        assertThat(gather.extractOutputValues())
                .containsExactly(
                        new CommitTask(attempt, List.of(backup(2), backup(0), backup(1)), null));
        assertEmpty(gather);
    }

    @Test
    void aSinglePartitionNeedsNoState() throws Exception {
        var gather = start(null);

        gather.processElement(done(attempt("r", 1), 0), 0);

        assertThat(gather.extractOutputValues()).hasSize(1);
        assertEmpty(gather);
    }

    @Test
    void attemptsDoNotMix() throws Exception {
        var gather = start(null);

        gather.processElement(done(attempt("r", 2), 0), 0);
        gather.processElement(done(attempt("s", 2), 1), 0);

        assertThat(gather.extractOutputValues()).isEmpty();
    }

    @Test
    void theFirstFailureIsTheAnswerWhenAllPartitionsHaveReported() throws Exception {
        var gather = start(null);
        ServeTask.Attempt attempt = attempt("r", 3);

        gather.processElement(Served.failed(attempt, "first"), 0);
        gather.processElement(done(attempt, 1), 0);
        gather.processElement(Served.failed(attempt, "second"), 0);

        assertThat(gather.extractOutputValues())
                .extracting(CommitTask::failure)
                .containsExactly("first");
        assertEmpty(gather);
    }

    @Test
    void whatIsIncompleteInTimeFailsAndLatePartitionsAreOnlyRemoved() throws Exception {
        var gather = start(null);
        ServeTask.Attempt attempt = attempt("r", 3);
        gather.processElement(done(attempt, 0), 0);

        gather.setProcessingTime(RECEIVED + 999);
        int early = gather.extractOutputValues().size();
        gather.setProcessingTime(RECEIVED + 1000);
        gather.processElement(done(attempt, 1), 0);
        gather.processElement(done(attempt, 2), 0);

        assertThat(early).isZero();
        assertThat(gather.extractOutputValues())
                .containsExactly(
                        new CommitTask(
                                attempt,
                                List.of(),
                                "1 of 3 partitions were complete after serving.timeout (PT1S)"),
                        new CommitTask(attempt, List.of(), CommitFunction.ALREADY_ANSWERED));
        assertEmpty(gather);
    }

    @Test
    void aFailureThatIsKnownIsTheAnswerAtTheTimeout() throws Exception {
        var gather = start(null);
        gather.processElement(Served.failed(attempt("r", 2), "no storage"), 0);

        gather.setProcessingTime(RECEIVED + 1000);

        assertThat(gather.extractOutputValues())
                .extracting(CommitTask::failure)
                .containsExactly("no storage");
    }

    @Test
    void whatHadComeBeforeARestoreIsNotForgotten() throws Exception {
        ServeTask.Attempt whole = attempt("whole", 2);
        ServeTask.Attempt late = attempt("late", 2);
        var before = start(null);
        before.processElement(done(whole, 0), 0);
        before.processElement(done(late, 0), 0);

        var restored = start(before.snapshot(1, 1));
        restored.processElement(done(whole, 1), 0);
        restored.setProcessingTime(RECEIVED + 1000);
        restored.processElement(done(late, 1), 0);

        assertThat(restored.extractOutputValues())
                .extracting(CommitTask::failure)
                .containsExactly(
                        null,
                        "1 of 2 partitions were complete after serving.timeout (PT1S)",
                        CommitFunction.ALREADY_ANSWERED);
        assertThat(restored.extractOutputValues().get(0).partitions())
                .containsExactly(backup(0), backup(1));
        assertEmpty(restored);
    }
}
