package io.foresnap.merge;

import static io.foresnap.ChangeFeed.UNCHANGED;
import static io.foresnap.ChangeFeed.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.ChangeFeed;
import io.foresnap.Layout;
import io.foresnap.TestingArchive;
import io.foresnap.changelog.Placeholders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns marked as unchanged are filled from the row's previous state, wherever that is. */
class MovedRowTest {

    private static final String DOCS = "public.docs";

    @TempDir Path folder;

    private final ChangeFeed docs = ChangeFeed.of(DOCS);

    @Layout
    void anUpdateKeepsTheUnchangedColumn(int partitions, int segment) throws IOException {
        docs.commit(1000).insert(1, "v", 1, "big", "large");
        docs.commit(2000).update(1, "v", 2, "big", UNCHANGED);
        docs.commit(3000).update(1, "v", 3, "big", UNCHANGED);

        assertRows(partitions, segment, 3000, row("id", 1, "v", 3, "big", "large"));
    }

    @Layout
    void aKeyChangeTakesTheColumnAlong(int partitions, int segment) throws IOException {
        docs.commit(1000).insert(1, "v", 1, "big", "one").insert(2, "v", 1, "big", "two");
        for (int to = 10; to < 20; to++) {
            docs.commit(1000 + to).move(to == 10 ? 1 : to - 1, to, "v", to, "big", UNCHANGED);
        }

        assertRows(
                partitions,
                segment,
                3000,
                row("id", 19, "v", 19, "big", "one"),
                row("id", 2, "v", 1, "big", "two"));
    }

    @Layout
    void aChainOfKeyChangesWithinOneTransaction(int partitions, int segment) throws IOException {
        docs.commit(1000).insert(1, "big", "one");
        docs.commit(2000)
                .move(1, 2, "big", UNCHANGED)
                .update(2, "big", UNCHANGED, "v", 5)
                .move(2, 3, "big", UNCHANGED, "v", 5)
                .move(3, 4, "big", UNCHANGED, "v", 6);

        assertRows(partitions, segment, 2000, row("id", 4, "big", "one", "v", 6));
    }

    @Layout
    void theBaseValueMayStandInTheSnapshotOnly(int partitions, int segment) throws IOException {
        docs.commit(1000).read(1, "big", "one").read(2, "big", "two").read(3, "big", "three");
        docs.commit(2000).move(1, 11, "big", UNCHANGED).move(2, 12, "big", UNCHANGED);
        docs.commit(3000).move(11, 21, "big", UNCHANGED).update(3, "big", UNCHANGED, "v", 1);

        assertRows(
                partitions,
                segment,
                3000,
                row("id", 12, "big", "two"),
                row("id", 21, "big", "one"),
                row("id", 3, "big", "three", "v", 1));
    }

    @Layout
    void aKeyChangeInTheMillisecondOfTheFirstSnapshotIsFilled(int partitions, int segment)
            throws IOException {
        // Committed while the connector was reading: effective at the time of the last read.
        docs.commit(1000).read(1, "big", "one").commit(1500).read(2, "big", "two");
        docs.commit(1200).move(1, 11, "big", UNCHANGED);

        assertRows(
                partitions, segment, 2000, row("id", 11, "big", "one"), row("id", 2, "big", "two"));
    }

    @Layout
    void aKeyChangeInTheMillisecondInWhichTheTableBeganIsFilled(int partitions, int segment)
            throws IOException {
        docs.commit(1000).insert(1, "big", "one").move(1, 11, "big", UNCHANGED);

        assertRows(partitions, segment, 2000, row("id", 11, "big", "one"));
    }

    @Layout
    void rowsSwapTheirKeys(int partitions, int segment) throws IOException {
        docs.commit(1000).insert(1, "big", "one").insert(2, "big", "two");
        docs.commit(2000)
                .move(1, -1, "big", UNCHANGED)
                .move(2, 1, "big", UNCHANGED)
                .move(-1, 2, "big", UNCHANGED);

        assertRows(
                partitions, segment, 2000, row("id", 1, "big", "two"), row("id", 2, "big", "one"));
    }

    @Layout
    void aRedeliveredKeyChangeIsFilledOnce(int partitions, int segment) throws IOException {
        docs.commit(1000).insert(1, "big", "one");
        docs.commit(2000).move(1, 2, "big", UNCHANGED).redeliver(3);
        docs.commit(3000).insert(1, "big", "another");

        assertRows(
                partitions,
                segment,
                3000,
                row("id", 1, "big", "another"),
                row("id", 2, "big", "one"));
    }

    @Layout
    void aKeyChangeBehindARolledSnapshotFindsItsRowBeforeIt(int partitions, int segment)
            throws IOException {
        docs.commit(1000).insert(1, "big", "one");
        docs.commit(2000).move(1, 2, "big", UNCHANGED);
        docs.commit(3000).move(2, 3, "big", UNCHANGED);
        docs.commit(4000).update(3, "big", UNCHANGED, "v", 1);

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(docs);
            archive.roll(DOCS, 2000);
            archive.roll(DOCS, 3000);

            assertThat(archive.rowsAt(DOCS, 3500)).containsExactly(row("id", 3, "big", "one"));
            assertThat(archive.rowsAt(DOCS, 4000))
                    .containsExactly(row("id", 3, "big", "one", "v", 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__debezium_unavailable_value",
                "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==",
                "[\"__debezium_unavailable_value\"]",
                "[\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"]",
                "[95,95,100,101,98,101,122,105,117,109,95,117,110,97,118,97,105,108,97,98,108,101,"
                        + "95,118,97,108,117,101]",
                "[\"b68a35a7-17ad-35b3-af2a-ae46edb4545a\"]"
            })
    void everyFormOfThePlaceholderIsFilled(String form) throws IOException {
        docs.commit(1000).insert(1, "big", "[1,2,3]", "w", "x");
        docs.commit(2000).update(1, "big", form, "w", "y");
        docs.commit(3000).move(1, 2, "big", form, "w", "z");

        assertRows(4, 1, 3000, row("id", 2, "big", "[1,2,3]", "w", "z"));
    }

    @Test
    void aConfiguredPlaceholderIsFilled() throws IOException {
        docs.commit(1000).insert(1, "big", "one", "w", "x");
        docs.commit(2000).update(1, "big", "<same \\\"é\\\">", "w", UNCHANGED);

        Placeholders configured = new Placeholders(List.of("<same \"é\">"));
        try (TestingArchive archive = new TestingArchive(folder, 1, 10, configured)) {
            archive.load(docs);

            assertThat(archive.rowsAt(DOCS, 2000))
                    .containsExactly(row("id", 1, "big", "one", "w", UNCHANGED));
        }
    }

    @Test
    void aTextThatOnlyContainsThePlaceholderIsAValue() throws IOException {
        docs.commit(1000).insert(1, "big", "see " + UNCHANGED + " in the manual");

        assertRows(1, 10, 1000, row("id", 1, "big", "see " + UNCHANGED + " in the manual"));
    }

    @Layout
    void anUpdateOfAnUnknownRowIsRefusedRatherThanWrittenWithAPlaceholder(
            int partitions, int segment) throws IOException {
        docs.commit(1000).insert(1, "big", "one");
        docs.commit(2000).update(2, "big", UNCHANGED);

        assertRefused(partitions, segment, 2000);
    }

    @Layout
    void aKeyChangeOfAnUnknownRowIsRefused(int partitions, int segment) throws IOException {
        docs.commit(1000).insert(1, "big", "one");
        docs.commit(2000).move(7, 8, "big", UNCHANGED);

        assertRefused(partitions, segment, 2000);
    }

    @Test
    void aRowFromAPartitionWhoseLogLagsIsNotRestorableYetAndThePartitionIsNamed()
            throws IOException {
        docs.commit(1000);
        for (int id = 0; id < 20; id++) {
            docs.insert(id, "big", "text " + id);
        }
        docs.commit(2000);
        for (int id = 0; id < 20; id++) {
            docs.move(id, 100 + id, "big", UNCHANGED);
        }
        try (TestingArchive archive = new TestingArchive(folder, 2, 1)) {
            archive.load(docs);
            List<Path> behind = archive.hideLog(DOCS, 1, 2000);
            assertThat(behind).isNotEmpty();

            assertThatThrownBy(() -> archive.rowsAt(DOCS, List.of(0), 2000))
                    .isInstanceOfSatisfying(
                            NotRestorableException.class, e -> assertThat(e.isEarly()).isTrue())
                    .hasMessageContaining("the log of partition 1 reaches only")
                    .hasMessageContaining("moved here");
            assertThat(archive.rowsAt(DOCS, List.of(0), 1999)).isNotEmpty();

            archive.showLog(behind);
            assertThat(archive.rowsAt(DOCS, List.of(0), 2000))
                    .isNotEmpty()
                    .allMatch(row -> row.contains("text "));
        }
    }

    @Layout
    void anUpdateBehindATruncateIsRefused(int partitions, int segment) throws IOException {
        docs.commit(1000).insert(1, "big", "one");
        docs.commit(2000).truncate();
        docs.commit(3000).update(1, "big", UNCHANGED);

        assertRefused(partitions, segment, 3000);
    }

    @Test
    void aRowMayChangeItsKeyBackAndForthHundredsOfTimes() throws IOException {
        docs.commit(1000).insert(0, "big", "one");
        for (int i = 0; i < 600; i++) {
            docs.commit(2000 + i).move(i % 2, 1 - i % 2, "v", i, "big", UNCHANGED);
        }

        assertRows(4, 1000, 9000, row("id", 0, "v", 599, "big", "one"));
    }

    private void assertRows(int partitions, int segment, long targetMs, String... rows)
            throws IOException {
        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(docs);

            assertThat(archive.rowsAt(DOCS, targetMs)).containsExactly(rows);
        }
    }

    private void assertRefused(int partitions, int segment, long targetMs) throws IOException {
        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(docs);

            assertThatThrownBy(() -> archive.rowsAt(DOCS, targetMs))
                    .isInstanceOf(RefusedChangeException.class)
                    .hasMessageContaining("\"big\" is marked as unchanged");
            assertThat(archive.visibleBackups(DOCS)).isEmpty();
            assertThat(archive.rowsAt(DOCS, targetMs - 1)).hasSizeLessThan(2);
        }
    }
}
