package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foresnap.archive.Importer;
import io.foresnap.archive.SnapshotRoller;
import io.foresnap.backup.BackupPlanner;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.backup.PartitionWriter;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.merge.StorageSource;
import io.foresnap.prefetch.Fetches;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Backups of a captured PostgreSQL change stream have the same bytes from durable storage, from the
 * cache, half from the cache, and from a cache that has compacted what it could.
 */
class SameBytesTest {

    private static final Path DATA = Path.of("../../shared/data/cdc");
    private static final SegmentReader READER = new SegmentReader(Placeholders.DEFAULT);

    @TempDir Path root;

    @ParameterizedTest(name = "{2} backups, {0} partitions, segments of {1} events")
    @CsvSource({"1,500,50", "1,5000,50", "4,500,50", "4,5000,50"})
    void whereverTheFilesComeFrom(int partitions, int segmentEvents, int backups)
            throws IOException {
        assumeTrue(
                Files.isDirectory(DATA),
                "skipped: the captured change stream is not beside this checkout");
        Random random = new Random(31L * partitions + segmentEvents);
        try (Storage storage = Storage.open(root.toString())) {
            importAll(storage, partitions, segmentEvents);
            List<String> tables = Catalog.tables(storage);
            rollSome(storage, tables, random);
            for (int i = 0; i < backups; i++) {
                String table = tables.get(random.nextInt(tables.size()));
                requireSame(storage, table, randomTime(storage, table, random), random, i);
            }
        }
    }

    private static void importAll(Storage storage, int partitions, int segmentEvents)
            throws IOException {
        try (Stream<Path> listed = Files.list(DATA.resolve("events"))) {
            new Importer(storage, partitions, segmentEvents, Placeholders.DEFAULT)
                    .run(listed.sorted().toList(), System.currentTimeMillis(), lines -> {});
        }
    }

    private static void rollSome(Storage storage, List<String> tables, Random random)
            throws IOException {
        SnapshotRoller roller = new SnapshotRoller(storage, Placeholders.DEFAULT);
        for (String table : tables) {
            for (int partition : Catalog.partitions(storage, table)) {
                for (int times = random.nextInt(3); times > 0; times--) {
                    roller.roll(
                            new TablePartition(table, partition),
                            randomTime(storage, table, random));
                }
            }
        }
    }

    /** Between the oldest snapshot of the first partition and the end of its log. */
    private static long randomTime(Storage storage, String table, Random random)
            throws IOException {
        Planner planner = Planner.list(storage, new TablePartition(table, 0));
        long from = planner.snapshots().get(0).name().ts();
        long to =
                planner.log().files().stream()
                        .filter(file -> file.name().from() < file.name().to())
                        .mapToLong(file -> file.name().maxTs())
                        .max()
                        .orElse(from);
        return from + random.nextLong(Math.max(1, to - from + 1));
    }

    private static void requireSame(
            Storage storage, String table, long target, Random random, int number)
            throws IOException {
        BackupRequest request = new BackupRequest("r", table, List.of(), target, "", 0);
        for (PartitionPlan plan :
                new BackupPlanner(storage).plan(request, System.currentTimeMillis()).partitions()) {
            RunCache whole = new RunCache(1L << 30);
            RunCache half = new RunCache(1L << 30);
            RunCache compacted = new RunCache(1L << 30, Runnable::run);
            fill(storage, plan, List.of(whole, compacted), half, random);
            Writer writer = new Writer(storage, table, plan, number);

            PartitionBackup stored =
                    writer.write(
                            new StorageSource(storage, READER),
                            PartitionWriter.Accounting.NOTHING_CACHED);
            PartitionBackup cached = writer.write(whole);
            PartitionBackup mixed = writer.write(half);
            PartitionBackup fromFewerRuns = writer.write(compacted);

            assertThat(cached.cachedFiles()).isEqualTo(cached.neededFiles());
            assertThat(fromFewerRuns.cachedFiles()).isEqualTo(cached.neededFiles());
            assertThat(fromFewerRuns.cachedBytes()).isEqualTo(cached.cachedBytes());
            for (PartitionBackup other : List.of(cached, mixed, fromFewerRuns)) {
                assertThat(List.of(other.crc32c(), other.bytes(), other.rows(), other.rowBytes()))
                        .as("%s/%s at %s", table, plan.partition(), target)
                        .isEqualTo(
                                List.of(
                                        stored.crc32c(),
                                        stored.bytes(),
                                        stored.rows(),
                                        stored.rowBytes()));
            }
        }
    }

    private static void fill(
            Storage storage, PartitionPlan plan, List<RunCache> whole, RunCache half, Random random)
            throws IOException {
        SnapshotFile snapshot = plan.snapshot();
        var blocks = Snapshots.decode(snapshot, storage.readAll(snapshot.path(), snapshot.bytes()));
        whole.forEach(c -> c.putDemanded(snapshot.path(), blocks, snapshot.bytes()));
        if (random.nextBoolean()) {
            half.putDemanded(snapshot.path(), blocks, snapshot.bytes());
        }
        for (SegmentFile segment : plan.segments()) {
            var run = READER.read(storage, segment);
            whole.forEach(c -> c.putDemanded(segment.path(), run, segment.bytes()));
            if (random.nextBoolean()) {
                half.putDemanded(segment.path(), run, segment.bytes());
            }
        }
    }

    private record Writer(Storage storage, String table, PartitionPlan plan, int number) {

        PartitionBackup write(RunCache cache) throws IOException {
            CachedSource source = new CachedSource(cache, storage, READER, new Fetches(), plan);
            return write(source, source);
        }

        PartitionBackup write(
                io.foresnap.merge.RunSource source, PartitionWriter.Accounting accounting)
                throws IOException {
            org.apache.hadoop.fs.Path folder =
                    new org.apache.hadoop.fs.Path(
                            storage.root(), "out-" + number + "-" + System.nanoTime());
            return new PartitionWriter(storage, Placeholders.DEFAULT)
                    .write(folder, table, plan, source, accounting);
        }
    }
}
