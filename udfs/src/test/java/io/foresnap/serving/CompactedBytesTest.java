package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.TestingArchive;
import io.foresnap.backup.BackupPlanner;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.backup.PartitionWriter;
import io.foresnap.backup.RandomTable;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.event.BackupRequest;
import io.foresnap.merge.ListedSiblings;
import io.foresnap.merge.PartitionMerge;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.RunSource;
import io.foresnap.merge.StorageSource;
import io.foresnap.prefetch.Fetches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cache that compacts makes no difference but in time: over random histories, snapshots, target
 * times, and orders in which segments come and compactions run.
 */
class CompactedBytesTest {

    private static final int TARGETS = 15;
    private static final SegmentReader READER = new SegmentReader(Placeholders.DEFAULT);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingButTheNumberOfRunsIsTheSame(int seed) throws IOException {
        Random random = new Random(seed);
        RandomTable table = new RandomTable(random, seed % 4 == 0);
        table.live(250);
        ArrayDeque<Runnable> compactions = new ArrayDeque<>();
        RunCache cache = new RunCache(1L << 30, compactions::add);
        Set<Integer> shares = new HashSet<>();
        try (TestingArchive archive =
                new TestingArchive(folder, seed % 2 == 0 ? 3 : 1, 2 + random.nextInt(3))) {
            archive.load(table.feed());
            for (int i = 0; i < TARGETS; i++) {
                if (random.nextInt(8) == 0) {
                    archive.roll(RandomTable.NAME, table.randomTime(random));
                }
                BackupRequest request =
                        new BackupRequest(
                                "r", RandomTable.NAME, List.of(), table.randomTime(random), "", 0);
                for (PartitionPlan plan :
                        new BackupPlanner(archive.storage())
                                .plan(request, TestingArchive.COMPLETE_MS)
                                .partitions()) {
                    fill(archive, plan, cache, compactions, random);
                    shares.add(requireSame(archive, plan, cache));
                }
            }
        }

        assertThat(cache.compactedFiles()).isPositive();
        assertThat(shares).as("segments a run, at most, of each plan").hasSizeGreaterThan(2);
    }

    private static void fill(
            TestingArchive archive,
            PartitionPlan plan,
            RunCache cache,
            ArrayDeque<Runnable> compactions,
            Random random)
            throws IOException {
        List<SegmentFile> segments = new ArrayList<>(plan.segments());
        Collections.shuffle(segments, random);
        for (SegmentFile segment : segments) {
            if (random.nextInt(3) > 0) {
                Run run = READER.read(archive.storage(), segment);
                if (random.nextBoolean()) {
                    cache.putDemanded(segment.path(), run, segment.bytes());
                } else {
                    cache.putPrefetched(segment.path(), run, segment.bytes(), 600_000);
                }
            }
            if (random.nextInt(10) == 0 && !compactions.isEmpty()) {
                compactions.remove().run();
            }
        }
    }

    /** Gives back how many segments came in one run at most. */
    private static int requireSame(TestingArchive archive, PartitionPlan plan, RunCache cache)
            throws IOException {
        List<SegmentFile> cached =
                plan.segments().stream().filter(s -> cache.contains(s.path())).toList();
        int snapshotFiles = cache.contains(plan.snapshot().path()) ? 1 : 0;
        long snapshotBytes = snapshotFiles * plan.snapshot().bytes();
        CachedSource first = source(archive, plan, cache);
        PartitionBackup stored = write(archive, plan, stored(archive), first, "stored");
        PartitionBackup compacted = write(archive, plan, first, first, "compacted");

        assertThat(content(archive, "compacted", compacted))
                .isEqualTo(content(archive, "stored", stored));
        assertThat(List.of(compacted.cutOffset(), compacted.rows(), compacted.rowBytes()))
                .isEqualTo(List.of(stored.cutOffset(), stored.rows(), stored.rowBytes()));
        assertThat(effective(archive, plan, source(archive, plan, cache)))
                .isEqualTo(effective(archive, plan, stored(archive)));
        // Files of other partitions that rows have moved here from count, too.
        int files = cached.size() + snapshotFiles;
        long bytes = cached.stream().mapToLong(SegmentFile::bytes).sum() + snapshotBytes;
        assertThat(compacted.cachedFiles()).isBetween(files, files + first.filesBesides());
        assertThat(compacted.cachedBytes()).isBetween(bytes, bytes + first.bytesBesides());
        assertThat(compacted.neededFiles())
                .isEqualTo(1 + plan.segments().size() + first.filesBesides());
        List<Run> runs = source(archive, plan, cache).runs(plan.segments());
        return runs.stream().mapToInt(run -> Collections.frequency(runs, run)).max().orElse(0);
    }

    private static CachedSource source(TestingArchive archive, PartitionPlan plan, RunCache cache) {
        return new CachedSource(cache, archive.storage(), READER, new Fetches(), plan);
    }

    private static StorageSource stored(TestingArchive archive) {
        return new StorageSource(archive.storage(), READER);
    }

    private static long effective(TestingArchive archive, PartitionPlan plan, RunSource source)
            throws IOException {
        return PartitionMerge.prepare(
                        plan,
                        source,
                        new ListedSiblings(archive.storage(), RandomTable.NAME),
                        Placeholders.DEFAULT)
                .effectiveTs();
    }

    private static PartitionBackup write(
            TestingArchive archive,
            PartitionPlan plan,
            RunSource source,
            PartitionWriter.Accounting accounting,
            String name)
            throws IOException {
        return new PartitionWriter(archive.storage(), Placeholders.DEFAULT)
                .write(staging(archive, name), RandomTable.NAME, plan, source, accounting);
    }

    private static org.apache.hadoop.fs.Path staging(TestingArchive archive, String name) {
        return new org.apache.hadoop.fs.Path(archive.storage().root(), "staging-" + name);
    }

    private static byte[] content(TestingArchive archive, String name, PartitionBackup written)
            throws IOException {
        FileSystem files = archive.storage().fileSystem();
        try (var in =
                files.open(new org.apache.hadoop.fs.Path(staging(archive, name), written.file()))) {
            return in.readAllBytes();
        }
    }
}
