package io.foresnap.archive;

import static io.foresnap.ChangeFeed.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.ChangeFeed;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.options.SnapshotMode;
import io.foresnap.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files; every look starts from the listing alone. */
@SuppressWarnings("NullAway.Init")
class SnapshotKeeperTest {

    private static final String ORDERS = "public.orders";

    @TempDir Path folder;

    private Storage storage;

    @BeforeEach
    void open() throws IOException {
        storage = Storage.open(folder.resolve("root").toString());
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    /** A new one each time, as after a crash; it rolls whatever is behind. */
    private SnapshotKeeper keeper(long stepBytes) {
        SnapshotSettings eager =
                new SnapshotSettings(
                        SnapshotMode.INTERVAL,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        Duration.ofDays(1),
                        0,
                        1,
                        1);
        return new SnapshotKeeper(
                storage, Placeholders.DEFAULT, Retry.NEVER, new SnapshotPolicy(eager), stepBytes);
    }

    private TableLook look() throws IOException {
        return keeper(1 << 20).look(ORDERS, 100_000, new Demand());
    }

    private TableLook lookAndMakeAll() throws IOException {
        TableLook look = look();
        for (SnapshotTask task : look.due()) {
            assertThat(keeper(1 << 20).make(task)).isPresent();
        }
        return look;
    }

    private static ChangeFeed feed() {
        return ChangeFeed.of(ORDERS);
    }

    private static List<Long> times(List<SnapshotFile> snapshots) {
        return snapshots.stream().map(s -> s.name().ts()).toList();
    }

    @Test
    void whatTheConnectorReadBecomesTheFirstSnapshotOfAllPartitionsAtOneTime() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 3)
                        .append(0, feed().commit(1000).read(1, "v", "a").read(2, "v", "a"))
                        .append(0, feed().commit(1000).read(5, "v", "a").commit(1500).delete(2))
                        .append(1, feed().commit(1200).read(3, "v", "a"));

        log.completeThrough(1200);
        assertThat(look().due()).as("more reads of that time may come").isEmpty();
        log.mark(0, 2000).mark(1, 2000);
        assertThat(look().due()).as("one partition is behind").isEmpty();
        log.mark(2, 2000);
        lookAndMakeAll();

        assertThat(times(log.snapshots(0))).containsExactly(1200L);
        assertThat(times(log.snapshots(1))).containsExactly(1200L);
        assertThat(times(log.snapshots(2))).containsExactly(1200L);
        assertThat(log.snapshots(0).get(0).name().offset()).isEqualTo(3);
        assertThat(log.snapshots(2).get(0).name().offset()).isZero();
        assertThat(log.rowsAt(1200))
                .containsExactly(
                        row("id", 1, "v", "a"),
                        row("id", 2, "v", "a"),
                        row("id", 3, "v", "a"),
                        row("id", 5, "v", "a"));
        assertThat(log.rowsAt(1500)).hasSize(3);
    }

    @Test
    void readsInTheMiddleOfTheLogBeginNothing() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 1)
                        .append(0, feed().commit(1000).read(1, "v", "a"))
                        .append(0, feed().commit(1500).insert(2, "v", "a"))
                        .append(0, feed().commit(9000).read(3, "v", "again"))
                        .completeThrough(2000);

        lookAndMakeAll();

        assertThat(times(log.snapshots(0))).containsExactly(1000L);
    }

    @Test
    void aTableWithoutReadsBeginsEmptyAtItsEarliestChange() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 3)
                        .append(0, feed().commit(1500).insert(1, "v", "a"))
                        .append(1, feed().commit(1300).insert(2, "v", "a").insert(4, "v", "a"))
                        .completeThrough(1400);

        lookAndMakeAll();
        log.completeThrough(1600);

        for (int partition = 0; partition < 3; partition++) {
            assertThat(times(log.snapshots(partition))).containsExactly(1300L);
        }
        assertThat(log.rowsAt(1300)).hasSize(2);
        assertThat(log.rowsAt(1600)).hasSize(3);
    }

    @Test
    void aTableOfWhichNothingIsKnownWaits() throws IOException {
        TestingLog log = new TestingLog(storage, ORDERS, 2);
        assertThat(look().due()).isEmpty();

        log.completeThrough(5000);

        assertThat(look().due()).as("its reads may be about to come").isEmpty();
    }

    @Test
    void aPartitionWithoutMarkHoldsTheWholeTableBack() throws IOException {
        new TestingLog(storage, ORDERS, 2)
                .append(0, feed().commit(1000).read(1, "v", "a"))
                .mark(0, 5000);

        assertThat(look().due()).isEmpty();
    }

    @Test
    void aLogThatLostItsBeginningGetsNoSnapshotAndIsNamed() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 2)
                        .startAt(0, 4711)
                        .append(0, feed().commit(1000).update(1, "v", "b"))
                        .append(1, feed().commit(1100).insert(2, "v", "a"))
                        .completeThrough(2000);

        TableLook look = lookAndMakeAll();

        assertThat(look.troubles())
                .singleElement()
                .asString()
                .startsWith("public.orders/0 has no snapshot, and its log begins at offset 4711")
                .endsWith("let the connector read the table again into a new topic");
        assertThat(log.snapshots(0)).isEmpty();
        assertThat(log.snapshots(1)).hasSize(1);
        assertThat(look().troubles()).hasSize(1);
    }

    @Test
    void aLogThatBeginsLateWithReadsHasLostNothing() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 2)
                        .startAt(0, 4711)
                        .startAt(1, 300)
                        .append(0, feed().commit(1000).read(1, "v", "a"))
                        .completeThrough(2000);
        lookAndMakeAll();

        log.append(1, feed().commit(2500).insert(2, "v", "b")).completeThrough(3000);

        assertThat(log.snapshots(0).get(0).name().offset()).isEqualTo(4712);
        assertThat(log.snapshots(1).get(0).name().offset()).isEqualTo(300);
        assertThat(log.rowsAt(2500)).hasSize(2);
    }

    @Test
    void aCrashBetweenTwoFirstSnapshotsIsMadeGoodAtTheNextLook() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 2)
                        .append(0, feed().commit(1000).read(1, "v", "a"))
                        .append(1, feed().commit(1200).read(2, "v", "a"))
                        .completeThrough(2000);
        assertThat(keeper(1).make(look().due().get(0))).isPresent();

        log.append(0, feed().commit(3000).delete(1)).completeThrough(4000);
        assertThat(look().due())
                .filteredOn(SnapshotTask::isFirst)
                .extracting(SnapshotTask::of)
                .containsExactly(new TablePartition(ORDERS, 1));
        lookAndMakeAll();

        assertThat(times(log.snapshots(1))).contains(1200L);
        assertThat(log.rowsAt(1200)).hasSize(2);
        assertThat(log.rowsAt(4000)).hasSize(1);
    }

    @Test
    void noSnapshotGoesBeyondWhatTheWholeTableIsCompleteThrough() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 2)
                        .append(0, feed().commit(1000).read(1, "v", "a").read(3, "v", "a"))
                        .append(1, feed().commit(1000).read(2, "v", "a"))
                        .completeThrough(2000);
        lookAndMakeAll();
        log.append(0, feed().commit(2500).update(1, "v", "b").commit(3500).update(3, "v", "c"))
                .mark(0, 9000)
                .mark(1, 3000);

        lookAndMakeAll();

        assertThat(times(log.snapshots(0))).containsExactly(1000L, 2500L);
        // The truncate was under way all the time.
        log.append(1, feed().commit(3200).truncate())
                .copyTruncates(0, feed().commit(3200).truncate())
                .completeThrough(9500);
        assertThat(log.rowsAt(3100)).hasSize(3);
        assertThat(log.rowsAt(3400)).isEmpty();
        assertThat(log.rowsAt(9000)).containsExactly(row("id", 3, "v", "c"));
    }

    @Test
    void aTruncateOfAnotherPartitionIsRolledIntoTheSnapshot() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 2)
                        .append(0, feed().commit(1000).read(1, "v", "a"))
                        .append(1, feed().commit(1000).read(2, "v", "a"))
                        .completeThrough(2000);
        lookAndMakeAll();
        log.append(1, feed().commit(2500).truncate())
                .copyTruncates(0, feed().commit(2500).truncate())
                .completeThrough(3000);

        lookAndMakeAll();

        assertThat(times(log.snapshots(0))).containsExactly(1000L, 2500L);
        assertThat(log.rowsAt(2400)).hasSize(2);
        assertThat(log.rowsAt(3000)).isEmpty();
        assertThat(look().due()).isEmpty();
        log.append(0, feed().commit(4000).insert(7, "v", "new")).completeThrough(5000);
        lookAndMakeAll();
        assertThat(log.rowsAt(5000)).containsExactly(row("id", 7, "v", "new"));
    }

    @Test
    void aTruncateAtTheVeryBeginningIsInTheFirstSnapshot() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 2)
                        .append(0, feed().commit(1000).atLsn(10).insert(1, "v", "a"))
                        .append(1, feed().commit(1000).atLsn(20).truncate())
                        .copyTruncates(0, feed().commit(1000).atLsn(20).truncate())
                        .completeThrough(2000);

        lookAndMakeAll();

        assertThat(log.rowsAt(1000)).isEmpty();
    }

    @Test
    void aHoleStopsTheTableBeforeItAndIsNamed() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 2)
                        .append(0, feed().commit(1000).read(1, "v", "a"))
                        .append(1, feed().commit(1000).read(2, "v", "a"))
                        .completeThrough(2000);
        lookAndMakeAll();
        log.append(0, feed().commit(2500).update(1, "v", "b"))
                .startAt(1, 50)
                .append(1, feed().commit(2600).update(2, "v", "b"))
                .completeThrough(5000);

        TableLook look = look();

        assertThat(look.due()).isEmpty();
        assertThat(look.troubles())
                .singleElement()
                .asString()
                .contains("public.orders/1 has a hole at offset 1");
    }

    @Test
    void aLongLogIsRolledInStepsThatEndInTheSameFile() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 1)
                        .append(0, feed().commit(1000).read(1, "v", "a"))
                        .completeThrough(1500);
        lookAndMakeAll();
        for (int i = 0; i < 10; i++) {
            log.append(0, feed().commit(2000 + i / 3).insert(10 + i, "v", "x" + i));
        }
        log.completeThrough(3000);
        SnapshotTask task = look().due().get(0);
        SnapshotFile whole =
                new SnapshotRoller(storage, Placeholders.DEFAULT)
                        .roll(task.of(), task.targetMs())
                        .orElseThrow();
        storage.fileSystem().delete(new org.apache.hadoop.fs.Path(whole.path()), false);

        keeper(1).make(task);

        assertThat(times(log.snapshots(0))).containsExactly(1000L, 2000L, 2001L, 2002L, 2003L);
        assertThat(log.snapshots(0).get(4)).isEqualTo(whole);
        assertThat(log.rowsAt(2001)).hasSize(7);
    }

    @Test
    void nothingIsDueTwice() throws IOException {
        TestingLog log =
                new TestingLog(storage, ORDERS, 2)
                        .append(0, feed().commit(1000).read(1, "v", "a"))
                        .completeThrough(2000);
        lookAndMakeAll();
        log.append(0, feed().commit(3000).update(1, "v", "b")).completeThrough(4000);
        lookAndMakeAll();

        assertThat(look().due()).isEmpty();
        assertThat(log.snapshots(0)).hasSize(2);
        assertThat(log.snapshots(1)).hasSize(1);
    }
}
