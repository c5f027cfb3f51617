package io.foresnap.ingest;

import static io.foresnap.ingest.ArchiveHarness.SEGMENT_AGE;
import static io.foresnap.ingest.StagedTable.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.ChangeFeed;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was delivered before adds nothing, whoever was restarted. */
@SuppressWarnings("NullAway.Init")
class ArchiveRestartTest {

    private static final int MAX_PARALLELISM = 8;

    @TempDir Path folder;

    private Storage storage;

    @BeforeEach
    void open() throws Exception {
        storage = Storage.open(folder.toString());
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
    }

    private static ChangeFeed orders() {
        return ChangeFeed.of(StagedTable.TABLE);
    }

    /** The lines of a feed from one on. */
    private static ChangeFeed from(int line, ChangeFeed feed) {
        ChangeFeed rest = orders();
        feed.lines().subList(line, feed.size()).forEach(rest::line);
        return rest;
    }

    private static ChangeFeed first(int lines, ChangeFeed feed) {
        ChangeFeed head = orders();
        feed.lines().subList(0, lines).forEach(head::line);
        return head;
    }

    @Test
    void whatAConnectorRepeatsAddsNothingButIsCovered() throws Exception {
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.tick(0, -1, Long.MIN_VALUE);
            archive.read(0, orders().commit(1000).insert(1).commit(2000).update(1).redeliver(2));
            archive.setProcessingTime(SEGMENT_AGE);

            assertThat(archive.ranges()).containsExactly("0-4");
            assertThat(archive.events()).containsExactly("0 1000 c", "1 2000 u");
        }
    }

    @Test
    void equalRowsOfABulkInsertAreKeptAndTheirRepetitionIsNot() throws Exception {
        ChangeFeed feed = orders().commit(1000).append("v", "a").appendAtSamePlace("v", "a");
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.tick(0, -1, Long.MIN_VALUE);
            archive.read(0, feed.redeliver(2));
            archive.setProcessingTime(SEGMENT_AGE);

            assertThat(archive.events()).containsExactly("0 1000 c", "1 1000 c");
        }
    }

    @Test
    void aJobRestoredInTheMiddleGoesOnAsIfNothingHadHappened() throws Exception {
        ChangeFeed feed =
                orders().commit(1000)
                        .insert(1)
                        .append("v", "a")
                        .appendAtSamePlace("v", "a")
                        .redeliver(3)
                        .commit(3000)
                        .insert(2);
        for (int cut = 0; cut < feed.size(); cut++) {
            OperatorSubtaskState state;
            try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
                archive.tick(0, -1, Long.MIN_VALUE);
                archive.read(0, first(cut, feed));
                state = archive.snapshot(1, 1);
                // Lost with the task.
                archive.read(cut, from(cut, feed));
            }
            try (ArchiveHarness restored = new ArchiveHarness(storage, 1, 1, 0)) {
                restored.initializeState(state);
                restored.open();
                restored.read(cut, from(cut, feed));
                restored.setProcessingTime(2 * SEGMENT_AGE);
                restored.tick(0, 6, Long.MIN_VALUE);

                // The fourth event closes its segment at once.
                assertThat(restored.ranges()).as("restored at %d", cut).isNotEmpty();
                assertThat(restored.events())
                        .as("restored at %d", cut)
                        .endsWith("6 3000 c")
                        .isEqualTo(List.of("0 1000 c", "1 1000 c", "2 1000 c", "6 3000 c"));
            }
        }
    }

    @Test
    void partitionsMayMoveToOtherSubtasksAndBack() throws Exception {
        List<TablePartition> all = new ArrayList<>();
        OperatorSubtaskState one;
        try (ArchiveHarness archive = new ArchiveHarness(storage, MAX_PARALLELISM, 1, 0)) {
            archive.open();
            for (int p = 0; p < 6; p++) {
                all.add(partition(p));
                archive.read(partition(p), 0, orders().commit(1000).insert(1));
                archive.processElement2(upTo(partition(p)), 0);
            }
            one = archive.snapshot(1, 1);
        }
        List<OperatorSubtaskState> two = new ArrayList<>();
        int moved = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (ArchiveHarness archive = restore(one, 1, 2, subtask)) {
                for (TablePartition of : mine(all, subtask)) {
                    moved++;
                    archive.read(of, 1, orders().commit(1000).insert(1).commit(2000).insert(2));
                }
                two.add(archive.snapshot(2, 2));
            }
        }
        assertThat(moved).isEqualTo(6);
        OperatorSubtaskState both =
                AbstractStreamOperatorTestHarness.repackageState(two.get(0), two.get(1));
        try (ArchiveHarness archive = restore(both, 2, 1, 0)) {
            archive.setProcessingTime(Long.MAX_VALUE / 2);

            assertThat(archive.ranges()).containsOnly("0-3").hasSize(6);
            // The repetition at offset 1 is known to whoever has the partition now.
            assertThat(archive.events()).hasSize(12).containsOnly("0 1000 c", "2 2000 c");
        }
    }

    private static ReadUpTo upTo(TablePartition of) {
        return new ReadUpTo(of, 6, 0, 0, Long.MIN_VALUE);
    }

    private static List<TablePartition> mine(List<TablePartition> all, int subtask) {
        return all.stream()
                .filter(
                        of ->
                                org.apache.flink.runtime.state.KeyGroupRangeAssignment
                                                .assignKeyToParallelOperator(
                                                        of.key(), MAX_PARALLELISM, 2)
                                        == subtask)
                .toList();
    }

    private ArchiveHarness restore(OperatorSubtaskState state, int before, int now, int subtask)
            throws Exception {
        ArchiveHarness harness = new ArchiveHarness(storage, MAX_PARALLELISM, now, subtask);
        harness.initializeState(
                AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        state, MAX_PARALLELISM, before, now, subtask));
        harness.open();
        return harness;
    }

    @Test
    void aJobWithoutStateGoesOnWhereTheLogEndsAndKnowsWhatIsInIt() throws Exception {
        ChangeFeed feed = orders().commit(1000).insert(1).commit(2000).insert(2).update(2);
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.tick(0, -1, Long.MIN_VALUE);
            archive.read(0, feed);
            archive.setProcessingTime(SEGMENT_AGE);
            archive.publish();
        }

        feed.redeliver(3).commit(3000).insert(3);
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.read(0, feed);
            archive.tick(0, 6, Long.MIN_VALUE);
            archive.setProcessingTime(SEGMENT_AGE);
            assertThat(archive.events()).containsExactly("6 3000 c");

            archive.publish();

            assertThat(new StagedTable(storage, 2).visible(0)).containsExactly("0-3", "3-7");
        }
    }

    @Test
    void aJobWithoutStateKnowsTheRowsOfATableWithoutKey() throws Exception {
        ChangeFeed feed = orders().commit(1000).append("v", "a").append("v", "a");
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.tick(0, -1, Long.MIN_VALUE);
            archive.read(0, feed);
            archive.setProcessingTime(SEGMENT_AGE);
            archive.publish();
        }

        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.read(2, from(2, feed.redeliver(2).commit(3000).append("v", "a")));
            archive.tick(0, 4, Long.MIN_VALUE);
            archive.setProcessingTime(SEGMENT_AGE);

            assertThat(archive.ranges()).containsExactly("2-5");
            assertThat(archive.events()).containsExactly("4 3000 c");
        }
    }

    @Test
    void whatKafkaHasDroppedBeforeAJobWithoutStateReadItIsNotCovered() throws Exception {
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.tick(0, -1, Long.MIN_VALUE);
            archive.read(0, orders().commit(1000).insert(1));
            archive.setProcessingTime(SEGMENT_AGE);
            archive.publish();
        }

        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.read(7, orders().commit(5000).atLsn(8000).insert(2));
            archive.tick(7, 7, Long.MIN_VALUE);
            archive.setProcessingTime(SEGMENT_AGE);

            assertThat(archive.ranges()).containsExactly("7-8");
        }
    }

    @Test
    void aHoleInKafkasOffsetsBehindTheLogIsCovered() throws Exception {
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.tick(0, -1, Long.MIN_VALUE);
            archive.read(0, orders().commit(1000).insert(1));
            archive.setProcessingTime(SEGMENT_AGE);
            archive.publish();
        }

        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            // A transaction's marker stands at offset 1.
            archive.read(2, orders().commit(5000).atLsn(8000).insert(2));
            archive.tick(0, 2, Long.MIN_VALUE);
            archive.setProcessingTime(SEGMENT_AGE);

            assertThat(archive.ranges()).containsExactly("1-3");
        }
    }

    @Test
    void aTruncateThatIsRepeatedIntoAnotherPartitionDoesNotEmptyTheTableOnceMore()
            throws Exception {
        ChangeFeed truncated = orders().commit(1000).truncate();
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            for (int p = 0; p < 2; p++) {
                archive.processElement2(new ReadUpTo(partition(p), 2, 0, -1, Long.MIN_VALUE), 0);
            }
            archive.read(0, truncated);
            archive.read(partition(1), 0, orders().commit(2000).insert(1));
            archive.setProcessingTime(SEGMENT_AGE);
            archive.processElement2(new ReadUpTo(partition(1), 2, 0, 0, 5000), 0);
            archive.publish();

            archive.read(partition(1), 1, truncated);
            archive.setProcessingTime(3 * SEGMENT_AGE);

            assertThat(archive.events()).containsExactlyInAnyOrder("0 1000 t", "0 2000 c");
        }
    }

    @Test
    void aLateTruncateKeepsItsTimeWhileNoBackupCanHaveBeenMadeWithoutIt() throws Exception {
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.tick(0, -1, 5000);
            archive.read(0, orders().commit(1000).truncate());
            archive.setProcessingTime(SEGMENT_AGE);

            assertThat(archive.events()).containsExactly("0 1000 t");
        }
    }

    @Test
    void aLateTruncateThatBackupsWereMadeWithoutCountsFromThenOn() throws Exception {
        try (ArchiveHarness archive = ArchiveHarness.open(storage)) {
            archive.tick(0, -1, 5000);
            StagedTable table = new StagedTable(storage, 2);
            archive.publish(table.progress(0, 0, 5000), table.progress(1, 0, 5000));

            archive.read(0, orders().commit(1000).truncate());
            archive.setProcessingTime(SEGMENT_AGE);

            assertThat(archive.events()).containsExactly("0 5001 t");
        }
    }
}
