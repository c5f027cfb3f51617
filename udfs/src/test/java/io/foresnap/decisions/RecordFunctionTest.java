package io.foresnap.decisions;

import static io.foresnap.decisions.TestingDecisions.listed;
import static io.foresnap.decisions.TestingDecisions.predicted;
import static io.foresnap.decisions.TestingDecisions.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.Storage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordFunctionTest {

    @TempDir Path folder;

    private static OneInputStreamOperatorTestHarness<DecisionEvent, DecisionEvent> recording(
            String directory) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new RecordFunction(directory, 1 << 20, 10, .02)));
    }

    private static void hear(
            OneInputStreamOperatorTestHarness<DecisionEvent, DecisionEvent> record,
            DecisionEvent... events)
            throws Exception {
        for (DecisionEvent event : events) {
            record.processElement(event, 0);
        }
    }

    @Test
    void whatCameBeforeACheckpointIsExplainedAlthoughTheProcessIsKilled() throws Exception {
        // Never closed: what it would write then is lost, as with a process that is killed.
        var killed = recording(folder.toString());
        killed.open();
        hear(
                killed,
                predicted("t", 100, .9),
                predicted("other", 100, .01),
                listed("t", 100, .9, 0, 0, "PASSED"),
                report("t", 100, 0, "FETCHED", 3));
        killed.snapshot(1, 1);
        hear(killed, report("t", 100, 2, "FETCHED", 9));

        try (Storage storage = Storage.open(folder.toString())) {
            while (DecisionRecord.of(storage).isEmpty()) {
                Thread.onSpinWait();
            }
            List<String> lines = explain(storage, "t");

            assertThat(lines).anyMatch(line -> line.contains("place 1 of 2 predictions"));
            assertThat(lines).anyMatch(line -> line.contains("fetched 3 files, 3,000 bytes"));
        }
    }

    @Test
    void whatIsHeardAgainAfterAFailureCountsOnce() throws Exception {
        for (int attempt = 0; attempt < 2; attempt++) {
            try (var record = recording(folder.toString())) {
                record.open();
                hear(
                        record,
                        predicted("t", 100, .9),
                        listed("t", 100, .9, 0, 0, "PASSED"),
                        report("t", 100, 0, "FETCHED", 3),
                        report("other", 100, attempt, "FETCHED", 1));
            }
        }

        try (Storage storage = Storage.open(folder.toString())) {
            assertThat(explain(storage, "t"))
                    .anyMatch(line -> line.contains("fetched 3 files, 3,000 bytes"));
        }
    }

    private static List<String> explain(Storage storage, String table) throws Exception {
        return new Explainer(DecisionRecord.of(storage))
                .explain(table, Optional.empty(), 150)
                .get(0)
                .lines();
    }

    @Test
    void aFolderThatCannotBeUsedCostsTheRecordAndNothingElse() throws Exception {
        for (String unusable : List.of("nowhere://host/decisions", "hdfs://no host/x", ":")) {
            try (var record = recording(unusable)) {
                record.open();
                hear(record, predicted("t", 100, .9), report("t", 100, 0, "FETCHED", 3));
                record.snapshot(1, 1);
            }
        }
    }
}
