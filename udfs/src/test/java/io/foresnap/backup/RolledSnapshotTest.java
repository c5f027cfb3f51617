package io.foresnap.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foresnap.TestingArchive;
import io.foresnap.archive.Importer;
import io.foresnap.archive.SnapshotRoller;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.ListedSiblings;
import io.foresnap.merge.PartitionMerge;
import io.foresnap.merge.Planner;
import io.foresnap.merge.StorageSource;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A snapshot rolled forward through a chain of earlier ones is, byte for byte, the one that a
 * replay of the log from zero makes: by the merge, and by a plain loop over the events.
 */
class RolledSnapshotTest {

    private static final Path DATA = Path.of("../../shared/data/cdc");
    private static final int OFFSETS = 50;

    @TempDir Path folder;

    @ParameterizedTest(name = "{0} partitions")
    @ValueSource(ints = {1, 4})
    void atRandomOffsetsOfTheCapturedStream(int partitions) throws IOException {
        assumeTrue(
                Files.isDirectory(DATA),
                "skipped: the captured change stream is not beside this checkout");
        try (Storage storage = Storage.open(folder.resolve("root").toString())) {
            List<Path> files;
            try (Stream<Path> listed = Files.list(DATA.resolve("events"))) {
                files = listed.sorted().toList();
            }
            new Importer(storage, partitions, 700, Placeholders.DEFAULT)
                    .run(files, System.currentTimeMillis(), lines -> {});
            Random random = new Random(partitions);
            List<String> tables = Catalog.tables(storage);
            int compared = 0;
            for (String table : tables) {
                List<TablePartition> changing = changing(storage, table);
                TablePartition of = changing.get(random.nextInt(changing.size()));
                compared += compareAtRandomOffsets(storage, of, OFFSETS / tables.size(), random);
            }
            assertThat(compared).isEqualTo(OFFSETS);
        }
    }

    /** Tables of few keys leave some partitions without changes. */
    private static List<TablePartition> changing(Storage storage, String table) throws IOException {
        List<TablePartition> changing = new ArrayList<>();
        for (int partition : Catalog.partitions(storage, table)) {
            TablePartition of = new TablePartition(table, partition);
            long read = Snapshots.list(storage, of).get(0).name().offset();
            if (Catalog.partition(storage, of).chainFrom(0).end() > read + 100) {
                changing.add(of);
            }
        }
        return changing;
    }

    private int compareAtRandomOffsets(
            Storage storage, TablePartition of, int offsets, Random random) throws IOException {
        PlainReplay replay = PlainReplay.read(storage, of);
        long first = Snapshots.list(storage, of).get(0).name().offset();
        List<Long> ascending =
                LongStream.generate(() -> random.nextLong(first, replay.end()))
                        .limit(offsets)
                        .sorted()
                        .boxed()
                        .toList();
        try (Storage plain = Storage.open(folder.resolve("plain").toString());
                Storage zero = Storage.open(folder.resolve("zero").toString())) {
            for (long offset : ascending) {
                long target = replay.effectiveTsAt(offset);
                SnapshotFile rolled = roll(storage, of, target);
                String at = of + " at offset " + offset;

                assertSame(storage, rolled, plain, replay.write(plain, of, target), at);
                assertSame(storage, rolled, zero, fromZero(storage, of, target, zero), at);
            }
        }
        return ascending.size();
    }

    private static SnapshotFile roll(Storage storage, TablePartition of, long target)
            throws IOException {
        Optional<SnapshotFile> rolled =
                new SnapshotRoller(storage, Placeholders.DEFAULT).roll(of, target);
        // Two offsets of one transaction have one cut: the snapshot is there already.
        List<SnapshotFile> all = Snapshots.list(storage, of);
        return rolled.orElse(all.get(all.size() - 1));
    }

    private static SnapshotFile fromZero(
            Storage storage, TablePartition of, long target, Storage into) throws IOException {
        PartitionMerge merge =
                PartitionMerge.prepare(
                        Planner.list(storage, of).planFromNothing(0, target),
                        new StorageSource(storage, new SegmentReader(Placeholders.DEFAULT)),
                        new ListedSiblings(storage, of.table()),
                        Placeholders.DEFAULT);
        return Snapshots.write(into, of, merge.cut(), merge.effectiveTs(), merge::writeTo);
    }

    private static void assertSame(
            Storage storage, SnapshotFile file, Storage otherStorage, SnapshotFile other, String at)
            throws IOException {
        assertThat(other.name()).as(at).isEqualTo(file.name());
        assertThat(otherStorage.readAll(other.path(), other.bytes()))
                .as(at)
                .isEqualTo(storage.readAll(file.path(), file.bytes()));
    }

    /** With unchanged large columns, rows that move between partitions, truncates, clock jumps. */
    @ParameterizedTest(name = "seeds {0}0 to {0}9")
    @ValueSource(ints = {0, 1})
    void atRandomTimesOfRandomHistories(int decade) throws IOException {
        for (int seed = decade * 10; seed < decade * 10 + 10; seed++) {
            Random random = new Random(seed);
            RandomTable table = new RandomTable(random, random.nextInt(4) == 0);
            table.live(40);
            int partitions = random.nextBoolean() ? 1 : 4;
            Path own = Files.createDirectory(folder.resolve("seed-" + seed));
            try (TestingArchive archive = new TestingArchive(own, partitions, 7);
                    Storage zero = Storage.open(own.resolve("zero").toString())) {
                archive.load(table.feed());
                for (long target :
                        LongStream.generate(() -> table.randomTime(random))
                                .limit(6)
                                .sorted()
                                .toArray()) {
                    for (int partition = 0; partition < partitions; partition++) {
                        TablePartition of = new TablePartition(RandomTable.NAME, partition);
                        Optional<SnapshotFile> rolled =
                                new SnapshotRoller(archive.storage(), Placeholders.DEFAULT)
                                        .roll(of, target);
                        if (rolled.isPresent()) {
                            SnapshotFile other = fromZero(archive.storage(), of, target, zero);
                            String at = "seed " + seed + ", " + of + " at " + target;

                            assertSame(archive.storage(), rolled.get(), zero, other, at);
                        }
                    }
                }
            }
        }
    }
}
