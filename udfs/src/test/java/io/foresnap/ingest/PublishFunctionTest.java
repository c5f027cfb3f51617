package io.foresnap.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is staged becomes visible with the checkpoint that covers it, and not before. */
@SuppressWarnings("NullAway.Init")
class PublishFunctionTest {

    @TempDir Path folder;

    private Storage storage;
    private StagedTable table;

    @BeforeEach
    void open() throws Exception {
        storage = Storage.open(folder.toString());
        table = new StagedTable(storage, 1);
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
    }

    private OneInputStreamOperatorTestHarness<Staged, Void> publish() throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(
                        new PublishFunction(
                                new ArchiveSettings(
                                        new StorageSettings(
                                                folder.toString(), Retry.NEVER, List.of()),
                                        1,
                                        1,
                                        1,
                                        1,
                                        0))));
    }

    private OneInputStreamOperatorTestHarness<Staged, Void> restored(OperatorSubtaskState state)
            throws Exception {
        OneInputStreamOperatorTestHarness<Staged, Void> publish = publish();
        publish.initializeState(state);
        publish.open();
        return publish;
    }

    @Test
    void aSegmentIsVisibleWhenItsCheckpointIsComplete() throws Exception {
        try (var publish = publish()) {
            publish.open();
            publish.processElement(table.changes(0, 0, 4, 1000), 0);
            publish.snapshot(1, 1);
            publish.processElement(table.changes(0, 4, 6, 2000), 0);
            assertThat(table.visible(0)).isEmpty();

            publish.notifyOfCompletedCheckpoint(1);
            assertThat(table.visible(0)).containsExactlyInAnyOrder("0-4", "4=1003");
            publish.snapshot(2, 2);
            assertThat(table.visible(0)).hasSize(2);
            publish.notifyOfCompletedCheckpoint(2);

            assertThat(table.visible(0)).containsExactlyInAnyOrder("0-4", "4-6", "6=2001");
        }
    }

    @Test
    void whatAFailedCheckpointCoveredWaitsForTheNextOne() throws Exception {
        try (var publish = publish()) {
            publish.open();
            publish.processElement(table.changes(0, 0, 4, 1000), 0);
            publish.snapshot(1, 1);
            publish.getOperator().notifyCheckpointAborted(1);
            publish.processElement(table.changes(0, 4, 6, 2000), 0);
            publish.snapshot(2, 2);
            publish.notifyOfCompletedCheckpoint(2);

            assertThat(table.visible(0)).containsExactlyInAnyOrder("0-4", "4-6", "6=2001");
        }
    }

    @Test
    void whoDiesBetweenACheckpointAndItsNotificationPublishesWhenItIsBack() throws Exception {
        OperatorSubtaskState state;
        try (var publish = publish()) {
            publish.open();
            publish.processElement(table.changes(0, 0, 4, 1000), 0);
            publish.snapshot(1, 1);
            publish.processElement(table.changes(0, 4, 6, 2000), 0);
            state = publish.snapshot(2, 2);
            publish.processElement(table.changes(0, 6, 9, 3000), 0);
        }

        try (var publish = restored(state)) {
            assertThat(table.visible(0)).containsExactlyInAnyOrder("0-4", "4-6", "6=2001");

            // What came behind the checkpoint is staged anew, under another hidden name.
            publish.processElement(table.changes(0, 6, 9, 3000), 0);
            publish.snapshot(3, 3);
            publish.notifyOfCompletedCheckpoint(3);
            assertThat(table.visible(0)).containsExactlyInAnyOrder("0-4", "4-6", "6-9", "9=3002");
        }
    }

    @Test
    void anOldSavepointAddsNothingToALogThatHasGoneOn() throws Exception {
        OperatorSubtaskState old;
        try (var publish = publish()) {
            publish.open();
            publish.processElement(table.changes(0, 0, 4, 1000), 0);
            old = publish.snapshot(1, 1);
            publish.processElement(table.changes(0, 4, 6, 2000), 0);
            publish.snapshot(2, 2);
            publish.notifyOfCompletedCheckpoint(2);
        }
        List<String> before = table.files(0);

        try (var publish = restored(old)) {
            assertThat(table.files(0)).isEqualTo(before);
            // Its source goes back, too, and the function before it closes other segments.
            publish.processElement(table.segment(0, 4, 8, StagedTable.change(7, 2500)), 0);
            publish.snapshot(2, 3);
            publish.notifyOfCompletedCheckpoint(2);

            assertThat(table.visible(0)).containsExactlyInAnyOrder("0-4", "4-6", "6-8", "8=2500");
        }
    }
}
