package io.foresnap.backup;

import static io.foresnap.ChangeFeed.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.ChangeFeed;
import io.foresnap.Layout;
import io.foresnap.TestingArchive;
import io.foresnap.merge.NotRestorableException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What a backup holds after the plain changes of keyed rows, and where a target time cuts. */
class RowRulesTest {

    private static final String ORDERS = "public.orders";

    @TempDir Path folder;

    private final ChangeFeed orders = ChangeFeed.of(ORDERS);

    @Layout
    void readsInsertsUpdatesAndDeletesMakeTheRows(int partitions, int segment) throws IOException {
        orders.commit(1000).read(1, "v", "a").read(2, "v", "b").read(3, "v", "c");
        orders.commit(2000).insert(4, "v", "d").update(2, "v", "B");
        orders.commit(3000).delete(1).delete(4);

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1000))
                    .containsExactly(
                            row("id", 1, "v", "a"), row("id", 2, "v", "b"), row("id", 3, "v", "c"));
            assertThat(archive.rowsAt(ORDERS, 2000))
                    .containsExactly(
                            row("id", 1, "v", "a"),
                            row("id", 2, "v", "B"),
                            row("id", 3, "v", "c"),
                            row("id", 4, "v", "d"));
            assertThat(archive.rowsAt(ORDERS, 3000))
                    .containsExactly(row("id", 2, "v", "B"), row("id", 3, "v", "c"));
        }
    }

    @Layout
    void aTargetExactlyOnACommitTimeHoldsThatTransaction(int partitions, int segment)
            throws IOException {
        orders.commit(1000).insert(1, "v", "a");
        orders.commit(2000).update(1, "v", "b");
        orders.commit(3000).update(1, "v", "c");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1999)).containsExactly(row("id", 1, "v", "a"));
            assertThat(archive.rowsAt(ORDERS, 2000)).containsExactly(row("id", 1, "v", "b"));
            assertThat(archive.rowsAt(ORDERS, 2001)).containsExactly(row("id", 1, "v", "b"));
            assertThat(archive.rowsAt(ORDERS, 2999)).containsExactly(row("id", 1, "v", "b"));
            assertThat(archive.rowsAt(ORDERS, 3000)).containsExactly(row("id", 1, "v", "c"));
        }
    }

    @Layout
    void aTransactionIsCutAsAWholeAcrossPartitions(int partitions, int segment) throws IOException {
        orders.commit(1000);
        for (int id = 1; id <= 9; id++) {
            orders.insert(id, "v", "old");
        }
        orders.commit(2000);
        for (int id = 1; id <= 9; id++) {
            orders.update(id, "v", "new");
        }
        orders.commit(2000).update(1, "v", "newest");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1999)).hasSize(9).allMatch(r -> r.contains("old"));
            assertThat(archive.rowsAt(ORDERS, 2000)).hasSize(9).allMatch(r -> r.contains("new"));
        }
    }

    @Layout
    void aClockThatStepsBackNeverBringsALaterChangeBeforeAnEarlierOne(int partitions, int segment)
            throws IOException {
        orders.commit(1000).insert(1, "v", "a").insert(2, "v", "a");
        orders.commit(5000).update(1, "v", "b");
        orders.commit(4000).update(1, "v", "c").update(2, "v", "c");
        orders.commit(6000).update(2, "v", "d");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            // The effective time of the stepped-back transaction is 5000.
            assertThat(archive.rowsAt(ORDERS, 4500))
                    .containsExactly(row("id", 1, "v", "a"), row("id", 2, "v", "a"));
            assertThat(archive.rowsAt(ORDERS, 5000))
                    .containsExactly(row("id", 1, "v", "c"), row("id", 2, "v", "c"));
        }
    }

    @Layout
    void positionsOfTheSourceLogNeedNotRise(int partitions, int segment) throws IOException {
        orders.commit(1000).atLsn(9000).insert(1, "v", "a");
        orders.commit(2000).atLsn(400).update(1, "v", "b");
        orders.commit(3000).atLsn(300).update(1, "v", "c");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 3000)).containsExactly(row("id", 1, "v", "c"));
        }
    }

    @Layout
    void theCaptureTimeIsNeverCutOn(int partitions, int segment) throws IOException {
        // The feed's capture times begin at 1: by them, everything happened before any target.
        orders.commit(1000).insert(1, "v", "a");
        orders.commit(2000).insert(2, "v", "b");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1500)).containsExactly(row("id", 1, "v", "a"));
        }
    }

    @Layout
    void columnsAppearAndVanishAndRowsStayAsTheyCame(int partitions, int segment)
            throws IOException {
        orders.commit(1000).insert(1, "v", "a").insert(2, "v", "b");
        orders.commit(2000).insert(3, "v", "c", "added", 7).update(1, "v", "a", "added", null);
        orders.commit(3000).insert(4, "added", 8);

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 3000))
                    .containsExactly(
                            row("id", 1, "v", "a", "added", null),
                            row("id", 2, "v", "b"),
                            row("id", 3, "v", "c", "added", 7),
                            row("id", 4, "added", 8));
        }
    }

    @Layout
    void aTableAllOfWhoseRowsWereDeletedIsEmpty(int partitions, int segment) throws IOException {
        orders.commit(1000).insert(1, "v", "a").insert(2, "v", "b");
        orders.commit(2000).delete(1).delete(2);

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 2000)).isEmpty();
            assertThat(archive.rowsAt(ORDERS, 1999)).hasSize(2);
        }
    }

    @Layout
    void aTableThatBeginsWithoutSnapshotIsEmptyFromTheImportsEarliestEvent(
            int partitions, int segment) throws IOException {
        ChangeFeed customers = ChangeFeed.of("public.customers").commit(500).insert(1);
        orders.commit(1000).insert(1, "v", "a");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(customers, orders);

            assertThat(archive.rowsAt(ORDERS, 500)).isEmpty();
            assertThat(archive.rowsAt(ORDERS, 999)).isEmpty();
            assertThatThrownBy(() -> archive.rowsAt(ORDERS, 499))
                    .isInstanceOf(NotRestorableException.class)
                    .hasMessageContaining("can be restored only from");
        }
    }

    @Layout
    void aTableIsNotRestorableWhileTheConnectorStillReadIt(int partitions, int segment)
            throws IOException {
        orders.commit(1000).read(1, "v", "a").commit(1500).read(2, "v", "b");
        orders.commit(1200).update(1, "v", "c");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThatThrownBy(() -> archive.rowsAt(ORDERS, 1499))
                    .isInstanceOf(NotRestorableException.class);
            assertThat(archive.rowsAt(ORDERS, 1500))
                    .containsExactly(row("id", 1, "v", "c"), row("id", 2, "v", "b"));
        }
    }

    @Layout
    void largeRowsComeBackWhole(int partitions, int segment) throws IOException {
        String large = "x\\n\\u0000é".repeat(150_000);
        orders.commit(1000).insert(1, "v", large).insert(2, "v", "small");
        orders.commit(2000).update(1, "v", large + "!");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1000).get(0).equals(row("id", 1, "v", large)))
                    .isTrue();
            assertThat(archive.rowsAt(ORDERS, 2000).get(0).equals(row("id", 1, "v", large + "!")))
                    .isTrue();
        }
    }
}
