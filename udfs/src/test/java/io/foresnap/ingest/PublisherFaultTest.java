package io.foresnap.ingest;

import static io.foresnap.ingest.StagedTable.change;
import static io.foresnap.ingest.StagedTable.partition;
import static io.foresnap.ingest.StagedTable.truncate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.TestingCounters;
import io.foresnap.TestingFileSystem;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.metrics.PublishMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher that dies at each of its steps and begins again, beside a reader who looks on. */
class PublisherFaultTest {

    private static final int PARTITIONS = 3;
    private static final ChangeEvent[] FIRST = {
        change(0, 1000), change(3, 1100), truncate(5, 1500), change(8, 1600)
    };
    private static final ChangeEvent[] SECOND = {change(20, 1050), change(21, 1550)};
    private static final ChangeEvent[] THIRD = {change(23, 1900), truncate(24, 1950)};

    @TempDir Path folder;

    @AfterEach
    void recover() {
        TestingFileSystem.recover();
    }

    @Test
    void noReaderIsMisledAndTheLogIsTheSameWhereverThePublisherDies() throws IOException {
        List<List<String>> whole = publish(-1);
        assertThat(whole.get(2)).hasSize(3);

        int steps = 0;
        while (true) {
            List<List<String>> again = publish(steps);
            assertThat(again).as("after it died at step %d", steps).isEqualTo(whole);
            if (!died) {
                break;
            }
            steps++;
        }

        // Each of 3 segments and 4 copies of truncates and 3 marks is at least one step.
        assertThat(steps).isGreaterThan(10);
    }

    private boolean died;
    private int roots;

    /** Publishes, dies after so many steps, and publishes again; gives all names in the end. */
    private List<List<String>> publish(int steps) throws IOException {
        Path root = folder.resolve("root-" + roots++);
        try (Storage storage = Storage.open("testing://" + root);
                Storage reader = Storage.open(root.toString())) {
            StagedTable table = new StagedTable(storage, PARTITIONS);
            List<Staged> staged =
                    List.of(
                            table.segment(0, 0, 10, FIRST),
                            table.segment(1, 20, 23, SECOND),
                            table.segment(1, 23, 25, THIRD));
            List<Staged> progress =
                    List.of(
                            table.progress(0, 10, 2100),
                            table.progress(1, 25, 1960),
                            table.progress(2, 7, 2200));
            TestingFileSystem.watch(() -> look(reader));
            died = false;
            if (steps >= 0) {
                TestingFileSystem.crashAfterChanges(steps);
                try {
                    publisher(storage).publish(staged, progress, 1);
                } catch (IOException crashed) {
                    assertThat(crashed).hasStackTraceContaining("crashed");
                    died = true;
                }
                TestingFileSystem.recover();
                TestingFileSystem.watch(() -> look(reader));
            }
            publisher(storage).publish(staged, progress, 2);
            TestingFileSystem.recover();
            look(reader);
            List<List<String>> files = new ArrayList<>();
            for (int p = 0; p < PARTITIONS; p++) {
                // A temporary file of who was killed is harmless, and swept by others.
                files.add(table.files(p).stream().filter(f -> !f.startsWith(".tmp-")).toList());
            }
            return files;
        }
    }

    private static Publisher publisher(Storage storage) {
        return new Publisher(
                storage,
                Retry.NEVER,
                0,
                new PublishMetrics(new TestingCounters(), () -> 0, () -> 0L));
    }

    /** What a reader relies on, whenever it looks. */
    private static void look(Storage storage) {
        try {
            for (int p = 0; p < PARTITIONS; p++) {
                PartitionLog log = Catalog.partition(storage, partition(p));
                assertContiguous(log);
                long through =
                        log.marks().stream().mapToLong(m -> m.name().maxTs()).max().orElse(-1);
                assertHolds(log, p == 0 ? FIRST : new ChangeEvent[0], through, 10);
                assertHolds(log, p == 1 ? SECOND : new ChangeEvent[0], through, 25);
                assertHolds(log, p == 1 ? THIRD : new ChangeEvent[0], through, 25);
                if (p != 0) {
                    assertHasTruncates(log, FIRST, through);
                }
                if (p != 1) {
                    assertHasTruncates(log, THIRD, through);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertContiguous(PartitionLog log) {
        long end = -1;
        for (SegmentFile file : log.files()) {
            if (file.name().from() < file.name().to()) {
                assertThat(file.name().from()).isEqualTo(end < 0 ? file.name().from() : end);
                end = file.name().to();
            }
        }
    }

    private static void assertHolds(
            PartitionLog log, ChangeEvent[] events, long throughMs, long end) {
        for (ChangeEvent event : events) {
            if (event.tsMs() <= throughMs) {
                assertThat(log.files())
                        .as("what covers %s, complete through %d", event, throughMs)
                        .anyMatch(
                                f ->
                                        f.name().from() <= event.offset()
                                                && event.offset() < f.name().to()
                                                && f.name().to() <= end);
            }
        }
    }

    private static void assertHasTruncates(PartitionLog log, ChangeEvent[] events, long throughMs) {
        for (ChangeEvent event : events) {
            if (event.op() == Op.TRUNCATE && event.tsMs() <= throughMs) {
                assertThat(log.truncateCopies()).anyMatch(f -> f.name().minTs() == event.tsMs());
            }
        }
    }

    @Test
    void theReaderOfThisTestNoticesAMarkThatComesTooEarly() throws IOException {
        try (Storage storage = Storage.open(folder.toString())) {
            StagedTable table = new StagedTable(storage, PARTITIONS);
            Staged staged = table.segment(0, 0, 10, FIRST);
            publisher(storage)
                    .publish(
                            List.of(),
                            List.of(
                                    table.progress(0, 0, 1000),
                                    table.progress(1, 0, 1000),
                                    table.progress(2, 0, 1000)),
                            1);

            assertThatThrownBy(() -> look(storage)).isInstanceOf(AssertionError.class);
            publisher(storage).publish(List.of(staged), List.of(), 2);
            look(storage);
        }
    }
}
