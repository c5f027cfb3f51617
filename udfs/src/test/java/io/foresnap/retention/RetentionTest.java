package io.foresnap.retention;

import static io.foresnap.ChangeFeed.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.ChangeFeed;
import io.foresnap.TestingArchive;
import io.foresnap.changelog.Placeholders;
import io.foresnap.event.TablePartition;
import io.foresnap.lease.LeaseHolder;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.snapshot.SnapshotListing;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class RetentionTest {

    private static final String ORDERS = "public.orders";
    private static final TablePartition FIRST = new TablePartition(ORDERS, 0);
    private static final Duration WINDOW = Duration.ofSeconds(10);

    @TempDir Path folder;
    private TestingArchive archive;

    @BeforeEach
    void load() throws IOException {
        archive = new TestingArchive(folder, 1, 2);
        archive.load(feed());
        archive.roll(ORDERS, 2000);
        archive.roll(ORDERS, 3000);
    }

    private static ChangeFeed feed() {
        ChangeFeed feed = ChangeFeed.of(ORDERS).commit(1000).read(1, "v", 0).read(2, "v", 0);
        for (int i = 1; i <= 10; i++) {
            feed.commit(1000 + i * 300).update(1 + i % 2, "v", i);
        }
        return feed;
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
    }

    private RetentionReport run(long sinceMs, Duration grace) throws IOException {
        return new Retention(
                        archive.storage(),
                        Placeholders.DEFAULT,
                        new RetentionSettings(WINDOW, grace, Duration.ofDays(1)))
                .run(List.of(ORDERS), sinceMs + WINDOW.toMillis());
    }

    private SnapshotListing snapshots() throws IOException {
        return Snapshots.listing(archive.storage(), FIRST);
    }

    @Test
    void theNewestSnapshotBeforeTheWindowStaysWithItsChain() throws IOException {
        List<String> at2500 = archive.rowsAt(ORDERS, 2500);

        RetentionReport report = run(2500, Duration.ZERO);

        assertThat(report.leftAlone()).isEmpty();
        assertThat(snapshots().all()).extracting(s -> s.name().ts()).containsExactly(1900L, 2800L);
        assertThat(archive.rowsAt(ORDERS, 2500)).isEqualTo(at2500);
        assertThatThrownBy(() -> archive.rowsAt(ORDERS, 1899))
                .isInstanceOf(NotRestorableException.class)
                .hasMessage(
                        "public.orders/0 can be restored only from 1970-01-01T00:00:01.900Z on, not"
                                + " as of 1970-01-01T00:00:01.899Z");
    }

    @Test
    void theWindowsEndMovesBeforeAnyFileGoes() throws IOException {
        RetentionReport report = run(3500, Duration.ofHours(1));

        assertThat(report.files(Removal.State.RETIRED))
                .isEqualTo(report.removals().size())
                .isPositive();
        assertThat(snapshots().all()).hasSize(3);
        assertThat(snapshots().current()).hasSize(1);
        assertThatThrownBy(() -> archive.rowsAt(ORDERS, 2500))
                .isInstanceOf(NotRestorableException.class);
        assertThat(run(3500, Duration.ZERO).files(Removal.State.REMOVED)).isPositive();
        assertThat(snapshots().all()).hasSize(1);
        assertThat(snapshots().retired()).isEmpty();
    }

    @Test
    void whatALeaseHoldsStaysUntilItIsGivenBack() throws IOException {
        try (LeaseHolder lease = LeaseHolder.open(archive.storage());
                LeaseHolder.Reading reading = lease.begin()) {
            RetentionReport report = run(3500, Duration.ZERO);

            assertThat(report.files(Removal.State.HELD)).isPositive();
            assertThat(report.files(Removal.State.REMOVED)).isZero();
            assertThat(snapshots().all()).hasSize(3);
        }
        assertThat(run(3500, Duration.ZERO).files(Removal.State.HELD)).isZero();
        assertThat(snapshots().all()).hasSize(1);
    }

    @Test
    void aPartitionWithAHoleIsLeftAloneAndTold() throws IOException {
        Path log = archive.root().resolve("changelog").resolve(ORDERS).resolve("0");
        try (Stream<Path> files = Files.list(log)) {
            Files.delete(files.sorted().toList().get(5));
        }

        RetentionReport report = run(2500, Duration.ZERO);

        assertThat(report.removals()).isEmpty();
        assertThat(report.leftAlone()).isNotEmpty();
        assertThat(report.leftAlone().get(0)).contains("has a hole");
    }

    @Test
    void theLatestStateStaysHoweverOldItIs() throws IOException {
        List<String> latest = archive.rowsAt(ORDERS, TestingArchive.COMPLETE_MS);

        run(TestingArchive.COMPLETE_MS * 50, Duration.ZERO);

        assertThat(archive.rowsAt(ORDERS, TestingArchive.COMPLETE_MS)).isEqualTo(latest);
        assertThat(snapshots().all()).hasSize(1);
    }

    @Test
    void theSameEventsAndNewOnesCanStillBeImported() throws IOException {
        run(3500, Duration.ZERO);
        long before =
                archive.log(ORDERS, 0).chainFrom(snapshots().all().get(0).name().offset()).end();

        archive.load(feed().commit(9000).update(1, "v", 77));

        assertThat(archive.log(ORDERS, 0).chainFrom(snapshots().all().get(0).name().offset()).end())
                .isEqualTo(before + 1);
        assertThat(archive.rowsAt(ORDERS, 9500))
                .containsExactly(row("id", 1, "v", 77), row("id", 2, "v", 9));
    }
}
