package io.foresnap.ingest;

import static io.foresnap.ingest.StagedTable.change;
import static io.foresnap.ingest.StagedTable.partition;
import static io.foresnap.ingest.StagedTable.truncate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.TestingCounters;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentEvents;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.merge.Planner;
import io.foresnap.metrics.PublishMetrics;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staged segments become visible; whoever dies in between changes nothing. */
@SuppressWarnings("NullAway.Init")
class PublisherTest {

    private static final long INTERVAL = 1000;

    @TempDir Path folder;

    private final TestingCounters counters = new TestingCounters();
    private Storage storage;
    private StagedTable table;

    @BeforeEach
    void open() throws IOException {
        storage = Storage.open(folder.toString());
        table = new StagedTable(storage, 2);
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    private Publisher publisher() {
        return new Publisher(
                storage, Retry.NEVER, INTERVAL, new PublishMetrics(counters, () -> 0, () -> 0L));
    }

    private List<String> hidden() throws IOException {
        return table.files(0).stream().filter(name -> name.startsWith(".")).toList();
    }

    @Test
    void publishingAgainChangesNothing() throws IOException {
        List<Staged> staged =
                List.of(
                        table.segment(0, 0, 9, change(3, 1000), truncate(5, 1500)),
                        table.changes(1, 0, 4, 1400));
        List<Staged> progress = List.of(table.progress(0, 9, 1500), table.progress(1, 4, 1700));
        Publisher publisher = publisher();
        publisher.publish(staged, progress, 1);
        List<String> first = table.files(0);
        List<String> second = table.files(1);

        publisher.publish(staged, progress, 2);
        publisher().publish(staged, progress, 3);

        assertThat(table.files(0)).isEqualTo(first);
        assertThat(table.files(1)).isEqualTo(second);
        assertThat(table.visible(0)).containsExactly("0-9", "9=1500");
        assertThat(table.visible(1)).containsExactlyInAnyOrder("t1500", "0-4", "4=1500");
    }

    @Test
    void aJobThatStartsRemovesStagedFilesThatNobodyWillPublish() throws IOException {
        table.changes(0, 0, 4, 1000); // Its task died before a checkpoint knew of it.
        Staged again = table.changes(0, 0, 6, 1000);
        publisher().publish(List.of(again), List.of(), 1);
        Staged awaited = table.changes(0, 6, 9, 2000);

        publisher().publish(List.of(), List.of(table.progress(0, 6, 1000)), 2);

        assertThat(hidden()).hasSize(1);
        publisher().publish(List.of(awaited), List.of(), 3);
        assertThat(table.visible(0)).containsExactly("0-6", "6-9");
        assertThat(hidden()).isEmpty();
    }

    @Test
    void aTruncateGetsOneCopyHoweverItIsGroupedAndWhereverTheLogEnds() throws IOException {
        Staged together = table.segment(0, 0, 9, truncate(3, 1000), truncate(5, 1500));
        publisher().publish(List.of(together), List.of(), 1);
        publisher().publish(List.of(table.changes(1, 0, 4, 1400)), List.of(), 2);

        // A job without state that closes its segments elsewhere.
        publisher().publish(List.of(table.segment(0, 0, 4, truncate(3, 1000))), List.of(), 3);
        publisher().publish(List.of(table.segment(0, 4, 9, truncate(5, 1500))), List.of(), 3);

        assertThat(table.visible(1)).containsExactlyInAnyOrder("t1000", "t1500", "0-4");
        assertThat(table.visible(0)).containsExactly("0-9");
    }

    @Test
    void aSegmentThatAnEarlierJobWroteIsDiscarded() throws IOException {
        publisher().publish(List.of(table.changes(0, 0, 10, 1000)), List.of(), 1);

        publisher().publish(List.of(table.changes(0, 0, 4, 1000)), List.of(), 2);
        publisher().publish(List.of(table.changes(0, 4, 10, 1004)), List.of(), 2);

        assertThat(table.visible(0)).containsExactly("0-10");
        assertThat(table.files(0)).hasSize(1);
        assertThat(counters.count("alreadyThere")).isEqualTo(2);
    }

    @Test
    void whatOverlapsTheLogIsTrimmedToItsRest() throws IOException {
        publisher().publish(List.of(table.changes(0, 0, 10, 1000)), List.of(), 1);

        publisher().publish(List.of(table.changes(0, 5, 15, 1005)), List.of(), 2);

        assertThat(table.visible(0)).containsExactly("0-10", "10-15");
        assertThat(table.files(0)).hasSize(2);
        assertThat(events(table.log(0).files().get(1)))
                .extracting(ChangeEvent::offset)
                .containsExactly(10L, 11L, 12L, 13L, 14L);
    }

    @Test
    void aRestWithoutEventsStillCoversItsOffsets() throws IOException {
        publisher().publish(List.of(table.changes(0, 0, 10, 1000)), List.of(), 1);
        Staged overlapping = table.segment(0, 5, 15, change(6, 1006), change(8, 1008));

        publisher().publish(List.of(overlapping), List.of(), 2);
        publisher().publish(List.of(table.changes(0, 15, 17, 1020)), List.of(), 3);

        assertThat(table.visible(0)).containsExactly("0-10", "10-15", "15-17");
        SegmentFile rest = table.log(0).files().get(1);
        assertThat(new SegmentReader(Placeholders.DEFAULT).read(storage, rest).leading()).isEmpty();
        assertThat(table.log(0).chainFrom(0).end()).isEqualTo(17);
        assertThat(counters.count("holes")).isZero();
    }

    @Test
    void aHoleIsReportedAndWhatIsBehindItPublished() throws IOException {
        Snapshots.write(storage, partition(0), 0, 500, rows -> {});
        publisher().publish(List.of(table.changes(0, 0, 10, 1000)), List.of(), 1);

        publisher().publish(List.of(table.changes(0, 12, 15, 1012)), List.of(), 2);

        assertThat(counters.count("holes")).isEqualTo(1);
        assertThat(table.visible(0)).containsExactly("0-10", "12-15");
        assertThatThrownBy(() -> Planner.list(storage, partition(0)).restorableThrough())
                .hasMessageContaining("offsets [10, 12) are missing");
    }

    @Test
    void noMarkHidesWhatWasLostBehindAnIdlePartition() throws IOException {
        Snapshots.write(storage, partition(0), 0, 500, rows -> {});
        publisher()
                .publish(
                        List.of(table.changes(0, 0, 10, 1000)),
                        List.of(table.progress(0, 10, 1009), table.progress(1, 0, 1009)),
                        1);

        // Records up to offset 500 were lost, and nothing came since.
        publisher()
                .publish(
                        List.of(),
                        List.of(table.progress(0, 500, 9000), table.progress(1, 0, 9000)),
                        5000);

        assertThat(counters.count("holes")).isEqualTo(1);
        assertThatThrownBy(() -> Planner.list(storage, partition(0)).plan(8000))
                .hasMessageContaining("offsets [10, 500) are missing");
    }

    @Test
    void aStagedFileThatIsGoneIsNamedWithWhatToDo() throws IOException {
        Staged staged = table.changes(0, 0, 4, 1000);
        String hidden = java.util.Objects.requireNonNull(staged.segment()).hiddenName();
        java.nio.file.Files.delete(
                folder.resolve("changelog/" + StagedTable.TABLE + "/0/" + hidden));

        assertThatThrownBy(() -> publisher().publish(List.of(staged), List.of(), 1))
                .isInstanceOf(Publisher.LostSegmentException.class)
                .hasMessageContaining(hidden)
                .hasMessageContaining("start the archive job without state");
    }

    @Test
    void whatAPublisherThatWasTakenForDeadDoesIsNoFailure() throws IOException {
        Publisher alive = publisher();
        alive.publish(List.of(), List.of(table.progress(0, 0, 10), table.progress(1, 0, 10)), 1);
        Staged staged = table.changes(0, 0, 4, 1000);

        publisher().publish(List.of(staged), List.of(), 2);
        alive.publish(List.of(staged), List.of(), 3);

        assertThat(table.visible(0)).containsExactlyInAnyOrder("0=10", "0-4");
    }

    @Test
    void marksWaitUntilEveryPartitionIsKnown() throws IOException {
        Publisher publisher = publisher();
        publisher.publish(List.of(), List.of(table.progress(1, 7, 5000)), 1);
        assertThat(table.visible(1)).isEmpty();

        publisher.publish(
                List.of(), List.of(table.progress(1, 7, 5000), table.progress(0, 3, 4000)), 2);

        assertThat(table.visible(0)).containsExactly("3=4000");
        assertThat(table.visible(1)).containsExactly("7=4000");
    }

    @Test
    void marksNeverGoBackAndAreWrittenNoMoreOftenThanTheyMayBe() throws IOException {
        Publisher publisher = publisher();
        publish(publisher, 4000, 0);
        publish(publisher, 5000, INTERVAL - 1);
        assertThat(table.visible(0)).containsExactly("0=4000");

        publish(publisher, 6000, INTERVAL);
        publish(publisher, 3000, 5 * INTERVAL);
        publish(publisher(), 5500, 9 * INTERVAL);

        assertThat(table.visible(0)).containsExactly("0=6000");
        assertThat(table.visible(1)).containsExactly("0=6000");
        assertThat(counters.count("marks")).isEqualTo(4);
    }

    private void publish(Publisher publisher, long completeMs, long nowMs) throws IOException {
        publisher.publish(
                List.of(),
                List.of(table.progress(0, 0, completeMs), table.progress(1, 0, completeMs)),
                nowMs);
    }

    @Test
    void aTimeBeforeTheEpochIsNotMarked() throws IOException {
        publish(publisher(), -1, 1);
        publish(publisher(), 0, 2);

        assertThat(table.visible(0)).containsExactly("0=0");
    }

    @Test
    void aPartitionWhoseRecordsKafkaHasForgottenIsMarkedWhereItBegins() throws IOException {
        Publisher publisher = publisher();
        publisher.publish(
                List.of(), List.of(table.progress(0, 500, 4000), table.progress(1, 0, 4000)), 1);
        publisher.publish(List.of(table.changes(0, 500, 510, 4100)), List.of(), 2);

        assertThat(table.visible(0)).containsExactlyInAnyOrder("500=4000", "500-510");
        assertThat(counters.count("holes")).isZero();
    }

    @Test
    void aTruncateOfAnotherPartitionDoesNotSayWhereTheLogBegins() throws IOException {
        publisher().publish(List.of(table.segment(1, 0, 9, truncate(5, 1500))), List.of(), 1);

        publisher().publish(List.of(table.changes(0, 500, 510, 4100)), List.of(), 2);

        assertThat(table.visible(0)).containsExactly("t1500", "500-510");
        assertThat(table.log(0).coveredTo()).hasValue(510);
        assertThat(counters.count("holes")).isZero();
    }

    private List<ChangeEvent> events(SegmentFile file) throws IOException {
        return SegmentEvents.read(storage, file.path(), file.bytes(), file.name().crc32c());
    }
}
