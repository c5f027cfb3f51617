package io.foresnap.ingest;

import static io.foresnap.ingest.ArchiveHarness.SEGMENT_AGE;
import static io.foresnap.ingest.ArchiveHarness.SEGMENT_EVENTS;
import static io.foresnap.ingest.ArchiveHarness.TOPIC;
import static io.foresnap.ingest.StagedTable.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.ChangeFeed;
import io.foresnap.changelog.Storage;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read becomes segments that cover every offset. */
@SuppressWarnings("NullAway.Init")
class ArchiveFunctionTest {

    @TempDir Path folder;

    private final ChangeFeed orders = ChangeFeed.of(StagedTable.TABLE);
    private Storage storage;
    private ArchiveHarness archive;

    @BeforeEach
    void open() throws Exception {
        storage = Storage.open(folder.toString());
        archive = ArchiveHarness.open(storage);
    }

    @AfterEach
    void close() throws Exception {
        archive.close();
        storage.close();
    }

    @Test
    void tombstonesRecordsThatAreNoEventsAndHolesAreCovered() throws Exception {
        archive.tick(3, 20, Long.MIN_VALUE);
        archive.nothing(5);
        archive.read(7, orders.commit(1000).insert(1).delete(1));
        archive.nothing(12);
        archive.nothing(19);

        archive.setProcessingTime(SEGMENT_AGE);

        assertThat(archive.ranges()).containsExactly("3-20");
        assertThat(archive.events()).containsExactly("7 1000 c", "8 1000 d");
    }

    @Test
    void noSegmentIsWrittenBeforeItIsKnownWhereTheLogBegins() throws Exception {
        archive.read(10, orders.commit(1000).insert(1).insert(2).insert(3).insert(4).insert(5));
        archive.setProcessingTime(2 * SEGMENT_AGE);
        assertThat(archive.extractOutputValues()).isEmpty();

        archive.tick(8, 14, 900);

        assertThat(archive.ranges()).containsExactly("8-15");
    }

    @Test
    void theLogBeginsWithTheFirstRecordReadWhenKafkaHasForgottenItSince() throws Exception {
        archive.read(10, orders.commit(1000).insert(1).insert(2).insert(3).insert(4));

        archive.tick(12, 13, 900);

        assertThat(archive.ranges()).containsExactly("10-14");
    }

    @Test
    void nothingReadMeansCompleteWhereKafkaBegins() throws Exception {
        archive.tick(500, -1, 4000);

        assertThat(archive.latest())
                .isEqualTo(new Staged(partition(0), 2, null, java.util.List.of(), 500, 4000));
    }

    @Test
    void aSegmentIsClosedWhenItHasEnoughEvents() throws Exception {
        archive.tick(0, -1, Long.MIN_VALUE);
        for (int id = 0; id < 2 * SEGMENT_EVENTS + 1; id++) {
            orders.commit(1000 + id).insert(id);
        }

        archive.read(0, orders);

        assertThat(archive.ranges()).containsExactly("0-4", "4-8");
    }

    @Test
    void aSegmentIsClosedWhenItHasEnoughBytes() throws Exception {
        try (ArchiveHarness small = ArchiveHarness.open(storage, 1000)) {
            small.tick(0, -1, Long.MIN_VALUE);
            small.read(0, orders.insert(1, "v", "a").insert(2, "v", "b".repeat(1000)).insert(3));

            assertThat(small.ranges()).containsExactly("0-2");
        }
    }

    @Test
    void aSegmentIsClosedWhenItsFirstEventIsOldEnough() throws Exception {
        archive.tick(0, -1, Long.MIN_VALUE);
        archive.setProcessingTime(700);
        archive.read(0, orders.commit(1000).insert(1));
        archive.setProcessingTime(5000);
        archive.read(1, ChangeFeed.of(StagedTable.TABLE).commit(2000).insert(2));

        archive.setProcessingTime(700 + SEGMENT_AGE - 1);
        assertThat(archive.ranges()).isEmpty();
        archive.setProcessingTime(700 + SEGMENT_AGE);

        assertThat(archive.ranges()).containsExactly("0-2");
        archive.setProcessingTime(10 * SEGMENT_AGE);
        assertThat(archive.ranges()).hasSize(1);
        assertThat(archive.numProcessingTimeTimers()).isZero();
    }

    @Test
    void neverCompleteBeyondWhatIsHeldBack() throws Exception {
        archive.tick(0, -1, 500);
        archive.read(0, orders.commit(1000).insert(1));
        archive.tick(0, 0, 9000);
        assertThat(archive.latest().completeMs()).isEqualTo(999);

        archive.setProcessingTime(SEGMENT_AGE);

        assertThat(archive.latest().completeMs()).isEqualTo(9000);
    }

    @Test
    void notCompleteUntilTheNewestRecordIsRead() throws Exception {
        archive.read(0, orders.commit(1000).insert(1));

        archive.tick(0, 1, 9000);
        assertThat(archive.latest().completeMs()).isLessThan(1000);
        archive.nothing(1);
        archive.setProcessingTime(SEGMENT_AGE);
        assertThat(archive.latest().completeMs()).isEqualTo(999);
        archive.tick(0, 1, 9500);

        assertThat(archive.latest().completeMs()).isEqualTo(9500);
    }

    @Test
    void anEventOlderThanWhatWasSaidToBeCompleteCountsFromThenOn() throws Exception {
        archive.tick(0, -1, 5000);

        archive.read(0, orders.commit(4000).insert(1).commit(5000).insert(2));
        archive.read(2, ChangeFeed.of(StagedTable.TABLE).commit(6000).atLsn(9000).insert(3));
        archive.setProcessingTime(SEGMENT_AGE);

        assertThat(archive.events()).containsExactly("0 5001 c", "1 5001 c", "2 6000 c");
        assertThat(archive.latest().completeMs()).isEqualTo(5999);
    }

    @Test
    void anEventOfAnotherTableIsRejectedAndItsOffsetCovered() throws Exception {
        archive.tick(0, -1, Long.MIN_VALUE);
        archive.read(0, orders.commit(1000).insert(1));
        archive.read(1, ChangeFeed.of("public.customers").commit(1000).insert(1));
        archive.setProcessingTime(SEGMENT_AGE);

        assertThat(archive.ranges()).containsExactly("0-2");
        assertThat(archive.events()).containsExactly("0 1000 c");
        RejectedEvent rejected =
                Objects.requireNonNull(archive.getSideOutput(ReadEventFunction.REJECTED))
                        .element()
                        .getValue();
        assertThat(rejected.place()).isEqualTo(TOPIC + "-0-1");
        assertThat(rejected.reason())
                .isEqualTo(
                        "it is an event of public.customers in a topic that carries"
                                + " public.orders");
    }

    @Test
    void aSegmentSaysWhichTruncatesAreInIt() throws Exception {
        archive.tick(0, -1, Long.MIN_VALUE);
        archive.read(0, orders.commit(1000).insert(1).commit(2000).truncate());
        archive.setProcessingTime(SEGMENT_AGE);

        assertThat(archive.latest().truncates())
                .singleElement()
                .satisfies(t -> assertThat(t.tsMs()).isEqualTo(2000));
        assertThat(archive.latest().partitions()).isEqualTo(2);
    }
}
