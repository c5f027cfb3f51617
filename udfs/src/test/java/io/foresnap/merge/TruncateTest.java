package io.foresnap.merge;

import static io.foresnap.ChangeFeed.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.ChangeFeed;
import io.foresnap.Layout;
import io.foresnap.TestingArchive;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A truncate empties every partition at its place. */
class TruncateTest {

    private static final String ORDERS = "public.orders";
    private static final TablePartition LOG = new TablePartition(ORDERS, 0);

    @TempDir Path folder;

    private final ChangeFeed orders = ChangeFeed.of(ORDERS);

    @Layout
    void emptiesEveryPartitionAtItsPlace(int partitions, int segment) throws IOException {
        orders.commit(1000);
        for (int id = 1; id <= 9; id++) {
            orders.read(id, "v", "old");
        }
        orders.commit(2000).insert(10, "v", "old").truncate().insert(1, "v", "new");
        orders.commit(3000).insert(2, "v", "newer");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1999)).hasSize(9);
            assertThat(archive.rowsAt(ORDERS, 2000)).containsExactly(row("id", 1, "v", "new"));
            assertThat(archive.rowsAt(ORDERS, 3000)).hasSize(2);

            archive.roll(ORDERS, 2000);
            assertThat(archive.rowsAt(ORDERS, 2000)).containsExactly(row("id", 1, "v", "new"));
            assertThat(archive.rowsAt(ORDERS, 3000)).hasSize(2);
        }
    }

    @Layout
    void emptiesATableWithoutKey(int partitions, int segment) throws IOException {
        orders.commit(1000).append("v", "a").append("v", "a");
        orders.commit(2000).truncate().append("v", "a").commit(3000).truncate();

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1500)).hasSize(2);
            assertThat(archive.rowsAt(ORDERS, 2500)).containsExactly(row("v", "a"));
            assertThat(archive.rowsAt(ORDERS, 3000)).isEmpty();
        }
    }

    @Test
    void oneThatCameLateCountsAtItsCommitTime() throws IOException {
        try (TestingArchive archive = new TestingArchive(folder, 1, 10)) {
            log(
                    archive.storage(),
                    upsert(0, 1000, 1, 10),
                    upsert(1, 3000, 2, 30),
                    upsert(2, 4000, 3, 40),
                    new ChangeEvent(3, 2000, Op.TRUNCATE, null, null, null, "t", 20L));

            assertThat(archive.rowsAt(ORDERS, 1999)).containsExactly(row("id", 1));
            assertThat(archive.rowsAt(ORDERS, 2000)).isEmpty();
            assertThat(archive.rowsAt(ORDERS, 3000)).containsExactly(row("id", 2));
            assertThat(archive.rowsAt(ORDERS, 4000)).containsExactly(row("id", 2), row("id", 3));
        }
    }

    @Test
    void oneThatCameLateStandsAtItsPositionAmongChangesOfItsCommitTime() throws IOException {
        try (TestingArchive archive = new TestingArchive(folder, 1, 10)) {
            log(
                    archive.storage(),
                    upsert(0, 2000, 1, 19),
                    upsert(1, 2000, 2, 21),
                    upsert(2, 4000, 3, 40),
                    new ChangeEvent(3, 2000, Op.TRUNCATE, null, null, null, "t", 20L));

            assertThat(archive.rowsAt(ORDERS, 2000)).containsExactly(row("id", 2));
            assertThat(archive.rowsAt(ORDERS, 5000)).containsExactly(row("id", 2), row("id", 3));
        }
    }

    @Test
    void oneOfAnotherPartitionCountsAtItsCommitTimeAlthoughItHasNoOffsetHere() throws IOException {
        try (TestingArchive archive = new TestingArchive(folder, 1, 10)) {
            log(
                    archive.storage(),
                    upsert(0, 1000, 1, 10),
                    upsert(1, 2000, 2, 19),
                    upsert(2, 2000, 3, 21),
                    upsert(3, 4000, 4, 40));
            copy(archive.storage(), 1, truncate(1, 2000, 20), truncate(1, 5000, 50));

            assertThat(archive.rowsAt(ORDERS, 1999)).containsExactly(row("id", 1));
            assertThat(archive.rowsAt(ORDERS, 2000)).containsExactly(row("id", 3));
            assertThat(archive.rowsAt(ORDERS, 4999)).containsExactly(row("id", 3), row("id", 4));
            assertThat(archive.rowsAt(ORDERS, 5000)).isEmpty();
        }
    }

    @Test
    void oneOfAnotherPartitionIsInTheSnapshotRolledBehindIt() throws IOException {
        try (TestingArchive archive = new TestingArchive(folder, 1, 10)) {
            log(archive.storage(), upsert(0, 1000, 1, 10), upsert(1, 2000, 2, 21));
            copy(archive.storage(), 2, truncate(2, 2000, 20));

            archive.roll(ORDERS, 3000);

            assertThat(Snapshots.list(archive.storage(), LOG)).hasSize(2);
            assertThat(archive.rowsAt(ORDERS, 3000)).containsExactly(row("id", 2));
            assertThat(archive.rowsAt(ORDERS, 1999)).containsExactly(row("id", 1));
        }
    }

    @Test
    void aMarkSaysHowFarThePartitionsAreReadAlthoughOneOfThemHasLaterChanges() throws IOException {
        try (TestingArchive archive = new TestingArchive(folder, 1, 10)) {
            Snapshots.write(archive.storage(), LOG, 0, 500, rows -> {});
            SegmentWriter.write(
                    archive.storage(),
                    LOG,
                    0,
                    2,
                    List.of(upsert(0, 1000, 1, 10), upsert(1, 3000, 2, 30)));
            SegmentWriter.mark(archive.storage(), LOG, 1, 2000);

            assertThat(archive.rowsAt(ORDERS, 2000)).hasSize(1);
            assertThatThrownBy(() -> archive.rowsAt(ORDERS, 2001))
                    .isInstanceOf(NotRestorableException.class)
                    .hasMessageContaining("through 1970-01-01T00:00:02Z");
        }
    }

    private static void copy(Storage storage, long end, ChangeEvent... truncates)
            throws IOException {
        SegmentWriter.truncateCopies(storage, LOG, end, List.of(truncates));
    }

    private static ChangeEvent truncate(long offset, long tsMs, long lsn) {
        return new ChangeEvent(offset, tsMs, Op.TRUNCATE, null, null, null, "t", lsn);
    }

    /** A log as another writer would leave it, each event in a segment of its own. */
    private static void log(Storage storage, ChangeEvent... events) throws IOException {
        Snapshots.write(storage, LOG, 0, 500, rows -> {});
        for (ChangeEvent event : events) {
            SegmentWriter.write(storage, LOG, event.offset(), event.offset() + 1, List.of(event));
        }
        SegmentWriter.mark(storage, LOG, events.length, TestingArchive.COMPLETE_MS);
    }

    private static ChangeEvent upsert(long offset, long tsMs, int id, long lsn) {
        byte[] key = ChangeFeed.key(id).getBytes(StandardCharsets.UTF_8);
        return new ChangeEvent(offset, tsMs, Op.CREATE, key, null, key, "t", lsn);
    }
}
