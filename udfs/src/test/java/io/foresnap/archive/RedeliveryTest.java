package io.foresnap.archive;

import static io.foresnap.ChangeFeed.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.ChangeFeed;
import io.foresnap.Layout;
import io.foresnap.TestingArchive;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was delivered before changes nothing. */
class RedeliveryTest {

    private static final String ORDERS = "public.orders";

    @TempDir Path folder;

    private final ChangeFeed orders = ChangeFeed.of(ORDERS);

    @Layout
    void aWholeTransactionDeliveredAgainChangesNothing(int partitions, int segment)
            throws IOException {
        orders.commit(1000).insert(1, "v", "a").insert(2, "v", "a");
        orders.commit(2000).update(1, "v", "b").delete(2).redeliver(5);
        orders.commit(3000).insert(2, "v", "c").update(1, "v", "c");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.logged(ORDERS)).isEqualTo(6);
            assertThat(archive.rowsAt(ORDERS, 2000)).containsExactly(row("id", 1, "v", "b"));
            assertThat(archive.rowsAt(ORDERS, 3000))
                    .containsExactly(row("id", 1, "v", "c"), row("id", 2, "v", "c"));
        }
    }

    @Layout
    void importingTheSameFileTwiceAddsNothing(int partitions, int segment) throws IOException {
        orders.commit(1000).read(1, "v", "a").read(2, "v", "b");
        orders.commit(2000).update(1, "v", "b").delete(2).truncate().insert(5, "v", "x");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);
            long logged = archive.logged(ORDERS);
            Importer again = archive.load(orders);

            assertThat(added(again)).isZero();
            assertThat(archive.logged(ORDERS)).isEqualTo(logged);
            assertThat(archive.rowsAt(ORDERS, 1000)).hasSize(2);
            assertThat(archive.rowsAt(ORDERS, 2000)).containsExactly(row("id", 5, "v", "x"));
        }
    }

    @Layout
    void aLaterFileThatOverlapsAnEarlierOneAddsOnlyWhatIsNew(int partitions, int segment)
            throws IOException {
        orders.commit(1000).insert(1, "v", "a").commit(2000).update(1, "v", "b");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);
            orders.commit(3000).update(1, "v", "c").insert(2, "v", "c");
            Importer second = archive.load(orders);

            assertThat(added(second)).isEqualTo(2);
            assertThat(archive.rowsAt(ORDERS, 2999)).containsExactly(row("id", 1, "v", "b"));
            assertThat(archive.rowsAt(ORDERS, 3000)).hasSize(2);
        }
    }

    @Test
    void aBulkInsertMayHoldEqualRowsAtOnePlace() throws IOException {
        orders.commit(1000).append("v", "a").appendAtSamePlace("v", "a");
        orders.appendAtSamePlace("v", "b");

        assertLoaded(row("v", "a"), row("v", "a"), row("v", "b"));
    }

    @Test
    void aBulkInsertDeliveredAgainAddsNothing() throws IOException {
        orders.commit(1000).append("v", "a").appendAtSamePlace("v", "a").redeliver(2);
        orders.commit(2000).append("v", "z");

        assertLoaded(row("v", "a"), row("v", "a"), row("v", "z"));
    }

    @Test
    void theVeryDeliveryWrittenTwiceAddsNothing() throws IOException {
        orders.commit(1000).append("v", "a").appendAtSamePlace("v", "a").duplicate(2);

        assertLoaded(row("v", "a"), row("v", "a"));
    }

    @Test
    void severalPlacesDeliveredAgainAtOnceAddNothing() throws IOException {
        orders.commit(1000).append("v", "a").append("v", "b");
        // Captured at once again, as after a task that was restarted within the second.
        for (String line : orders.lines()) {
            orders.line(line.replaceFirst("\"ts_ms\":\\d+}}$", "\"ts_ms\":7}}"));
        }

        assertLoaded(row("v", "a"), row("v", "b"));
    }

    @Layout
    void aTableWithoutKeyImportedTwiceAddsNothing(int partitions, int segment) throws IOException {
        orders.commit(1000).append("v", "a").appendAtSamePlace("v", "a").append("v", "a");
        orders.commit(2000).replace(row("v", "a"), row("v", "b")).remove(row("v", "a"));

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1000)).hasSize(3);
            assertThat(archive.rowsAt(ORDERS, 2000)).containsExactly(row("v", "a"), row("v", "b"));
        }
    }

    private static long added(Importer importer) {
        return importer.tables().values().stream().mapToLong(TableArchiver::added).sum();
    }

    private void assertLoaded(String... rows) throws IOException {
        try (TestingArchive archive = new TestingArchive(folder, 1, 100)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 5000)).containsExactly(rows);
        }
    }
}
