package io.foresnap.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.TestingArchive;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.event.BackupRequest;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.RunSource;
import io.foresnap.merge.StorageSource;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of random histories from random snapshots equal the database that made the history. */
class RandomWorkloadTest {

    private static final int TARGETS = 11;

    @TempDir Path folder;

    @ParameterizedTest(name = "seeds {0}0 to {0}6")
    @ValueSource(ints = {0, 1, 2, 3})
    void everyBackupEqualsTheDatabase(int decade) throws IOException {
        for (int seed = decade * 10; seed < decade * 10 + 7; seed++) {
            Random random = new Random(seed);
            RandomTable table = new RandomTable(random, random.nextInt(4) == 0);
            table.live(40);
            Path own = Files.createDirectory(folder.resolve("seed-" + seed));
            int partitions = random.nextBoolean() ? 1 : 4;
            int segment = 5 + random.nextInt(20);
            try (TestingArchive archive = new TestingArchive(own, partitions, segment)) {
                archive.load(table.feed());
                for (int i = 0; i < TARGETS; i++) {
                    if (random.nextInt(3) == 0) {
                        int of = random.nextInt(partitions);
                        archive.roll(RandomTable.NAME, of, table.randomTime(random));
                    }
                    long target = table.randomTime(random);

                    assertThat(archive.rowsAt(RandomTable.NAME, target))
                            .as("seed %s, %s partitions, target %s", seed, partitions, target)
                            .containsExactlyInAnyOrderElementsOf(table.rowsAt(target));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aBackupHasTheSameBytesWhereverItsRunsComeFrom(int seed) throws IOException {
        Random random = new Random(seed);
        RandomTable table = new RandomTable(random, seed == 3);
        table.live(80);
        try (TestingArchive archive = new TestingArchive(folder, 4, 9)) {
            archive.load(table.feed());
            archive.roll(RandomTable.NAME, 1, table.randomTime(random));
            long target = table.lastTime();
            BackupRequest request =
                    new BackupRequest("r", RandomTable.NAME, List.of(), target, "", 0);
            TablePlan plan =
                    new BackupPlanner(archive.storage()).plan(request, TestingArchive.COMPLETE_MS);
            PartitionWriter writer = new PartitionWriter(archive.storage(), Placeholders.DEFAULT);
            SegmentReader reader = new SegmentReader(Placeholders.DEFAULT);
            for (PartitionPlan partition : plan.partitions()) {
                byte[] stored =
                        write(archive, writer, partition, "a", storageSource(archive, reader));
                byte[] again =
                        write(archive, writer, partition, "b", storageSource(archive, reader));
                byte[] cached =
                        write(archive, writer, partition, "c", new Decoded(archive, reader));

                assertThat(again).isEqualTo(stored);
                assertThat(cached).isEqualTo(stored);
            }
        }
    }

    private static StorageSource storageSource(TestingArchive archive, SegmentReader reader) {
        return new StorageSource(archive.storage(), reader);
    }

    private static byte[] write(
            TestingArchive archive,
            PartitionWriter writer,
            PartitionPlan plan,
            String name,
            RunSource source)
            throws IOException {
        org.apache.hadoop.fs.Path staging =
                new org.apache.hadoop.fs.Path(archive.storage().root(), "staging-" + name);
        PartitionBackup written =
                writer.write(
                        staging,
                        RandomTable.NAME,
                        plan,
                        source,
                        PartitionWriter.Accounting.NOTHING_CACHED);
        FileSystem files = archive.storage().fileSystem();
        try (var in = files.open(new org.apache.hadoop.fs.Path(staging, written.file()))) {
            return in.readAllBytes();
        }
    }

    /** Runs as a cache holds them: decoded earlier, kept as bytes, the snapshot too. */
    private record Decoded(TestingArchive archive, SegmentReader reader, Map<String, byte[]> runs)
            implements RunSource {

        Decoded(TestingArchive archive, SegmentReader reader) {
            this(archive, reader, new java.util.HashMap<>());
        }

        @Override
        public Run run(SegmentFile file) throws IOException {
            if (!runs.containsKey(file.path())) {
                runs.put(file.path(), reader.read(archive.storage(), file).bytes());
            }
            return Run.of(runs.get(file.path()).clone());
        }

        @Override
        public io.foresnap.changelog.EntryCursor rows(SnapshotFile file) throws IOException {
            byte[] bytes = archive.storage().readAll(file.path(), file.bytes());
            return Snapshots.decode(file, bytes).cursor();
        }
    }
}
