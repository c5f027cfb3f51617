package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.backup.Backups;
import io.foresnap.backup.DirectBackup;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.cache.CacheSettings;
import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.prefetch.Fetches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole backups by way of a disk tier whose files are damaged: in their beginning, in their
 * checksum, anywhere, one byte at a time and several.
 */
@SuppressWarnings("NullAway.Init")
@Timeout(120)
class FlippedBytesTest {

    private static final int PARTITIONS = 2;
    private static final int ROUNDS = 100;

    /** Magic number, lengths of head and content, checksum of the head. */
    private static final int BEGINNING = 16;

    @TempDir Path folder;
    private final Random random = new Random(7);
    private ServingFixture at;
    private List<byte[]> fromStorage;
    private List<String> durableFiles;

    @BeforeEach
    void write() throws Exception {
        at = new ServingFixture(folder.resolve("root").toString(), PARTITIONS);
        for (int i = 0; i < 5; i++) {
            at.orders.closeSegment();
        }
        fromStorage = new ArrayList<>();
        durableFiles = new ArrayList<>();
        var backup =
                new DirectBackup(at.storage, Placeholders.DEFAULT)
                        .run(at.request("reference", PARTITIONS), ServingFixture.NOW);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            fromStorage.add(content(new org.apache.hadoop.fs.Path(backup, partition + ".avro")));
            PartitionPlan plan = at.orders.plan(partition);
            durableFiles.add(plan.snapshot().path());
            plan.segments().stream().map(SegmentFile::path).forEach(durableFiles::add);
        }
    }

    @AfterEach
    void close() throws IOException {
        at.close();
    }

    private byte[] content(org.apache.hadoop.fs.Path file) throws IOException {
        FileStatus found = at.storage.fileSystem().getFileStatus(file);
        return at.storage.readAll(found.getPath().toString(), found.getLen());
    }

    @Test
    void noBackupIsEverMadeOfDamagedFiles() throws Exception {
        backUp(0, 0);
        int damaged = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            Set<Path> files = flip(round);
            damaged += files.size();

            backUp(round, files.size());
        }
        assertThat(damaged).isGreaterThan(ROUNDS);
    }

    /** A process that finds the disk tier as it is, serves a backup and ends. */
    private void backUp(int round, int damaged) throws Exception {
        RunCache cache = NodeCache.acquire(settings());
        try {
            // Whoever asks before the tier knows its files reads durable storage.
            while (round > 0 && found(cache) < durableFiles.size()) {
                Thread.onSpinWait();
            }
            int cached = 0;
            for (int partition = 0; partition < PARTITIONS; partition++) {
                PartitionBackup written = serve(cache, round, partition);
                cached += written.cachedFiles();
                assertThat(staged(round, written))
                        .as("partition %d in round %d", partition, round)
                        .isEqualTo(fromStorage.get(partition));
            }
            assertThat(cache.counters().quarantined()).as("round %d", round).isEqualTo(damaged);
            assertThat(cached).isEqualTo(round == 0 ? 0 : durableFiles.size() - damaged);
            assertThat(cache.isDiskOn()).isTrue();
        } finally {
            NodeCache.release();
        }
    }

    CacheSettings settings() {
        return at.settings.cache().withDisk(folder.resolve("ssd"), 16 << 20);
    }

    private long found(RunCache cache) {
        return durableFiles.stream().filter(cache::contains).count()
                + cache.counters().quarantined();
    }

    private PartitionBackup serve(RunCache cache, int round, int partition) throws IOException {
        return new PartitionServing(cache, new Fetches(), Placeholders.DEFAULT, Retry.NEVER)
                .serve(at.storage, at.task(at.attempt("r", "a" + round, PARTITIONS), partition));
    }

    private byte[] staged(int round, PartitionBackup written) throws IOException {
        var staging = new Backups(at.storage).staging(at.orders.table, "r", "a" + round);
        return content(new org.apache.hadoop.fs.Path(staging, written.file()));
    }

    /** Which files are damaged. */
    private Set<Path> flip(int round) throws IOException {
        Set<Path> damaged = new HashSet<>();
        for (int flips = round % 4 == 0 ? 3 : 1; flips > 0; flips--) {
            List<Path> files = new ArrayList<>(runs());
            files.removeAll(damaged);
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            int place =
                    switch (round % 4) {
                        case 1 -> random.nextInt(BEGINNING);
                        case 2 -> bytes.length - 1 - random.nextInt(Integer.BYTES);
                        default -> random.nextInt(bytes.length);
                    };
            bytes[place] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, bytes);
            damaged.add(file);
        }
        return damaged;
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("ssd").resolve("node-0"))) {
            return all.filter(file -> file.toString().endsWith(".run")).sorted().toList();
        }
    }
}
