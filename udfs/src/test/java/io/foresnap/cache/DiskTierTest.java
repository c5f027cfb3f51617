package io.foresnap.cache;

import static io.foresnap.cache.TestingNode.KIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.Runs;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.CompactedRun;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.RunBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTierTest {

    private static final long MIB = 1 << 20;

    @TempDir Path directory;
    private final List<TestingNode> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(node -> node.cache.close());
    }

    private TestingNode node(long memoryBytes, long diskBytes) throws IOException {
        return opened(TestingNode.withDisk(memoryBytes, FolderStore.open(directory), diskBytes));
    }

    private TestingNode opened(TestingNode node) {
        open.add(node);
        return node;
    }

    private void stop(TestingNode node) {
        open.remove(node);
        node.cache.close();
    }

    private List<Path> files() throws IOException {
        return in(directory.resolve("node-0"), ".run");
    }

    private List<Path> quarantined() throws IOException {
        return in(directory.resolve("node-0").resolve("quarantine"), ".run");
    }

    private static List<Path> in(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }

    @Test
    void whatLeavesMemoryIsFoundOnDiskAndComesBack() throws Exception {
        TestingNode node = node(100 * KIB, MIB);
        for (int table = 0; table < 30; table++) {
            node.request(table, 1, 10 * KIB);
        }

        byte[] first = node.bytes(TestingNode.snapshot(0));
        long read = node.cache.counters().diskHits();
        node.bytes(TestingNode.snapshot(0));

        assertThat(first).isEqualTo(Runs.bytes(10 * KIB));
        assertThat(read).isEqualTo(1);
        assertThat(node.cache.counters().diskHits()).as("it is in memory again").isEqualTo(1);
        assertThat(node.cache.bytes()).isLessThanOrEqualTo(100 * KIB);
        assertThat(node.cache.diskBytes()).isGreaterThan(300 * KIB).isLessThan(310 * KIB);
        assertThat(files()).hasSize(30);
    }

    @Test
    void whatWasDecodedInAnotherWayIsNotUsed() throws Exception {
        TestingNode before = node(100 * KIB, MIB);
        before.request(0, 1, 10 * KIB);
        stop(before);

        TestingNode same = node(100 * KIB, MIB);
        boolean kept = same.cache.contains(TestingNode.snapshot(0));
        stop(same);
        TestingNode other =
                opened(TestingNode.decoding(7, 100 * KIB, FolderStore.open(directory), MIB));

        assertThat(kept).isTrue();
        assertThat(other.cache.contains(TestingNode.snapshot(0))).isFalse();
        assertThat(files()).isEmpty();
        assertThat(quarantined()).isEmpty();
    }

    @Test
    void aReaderThatIsInterruptedDoesNotTurnTheTierOff() throws Exception {
        TestingNode node = node(100 * KIB, MIB);
        for (int table = 0; table < 30; table++) {
            node.request(table, 1, 10 * KIB);
        }

        Thread.currentThread().interrupt();
        CachedFile interrupted = node.cache.get(TestingNode.snapshot(0));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).isNull();
        assertThat(node.cache.isDiskOn()).isTrue();
        assertThat(node.bytes(TestingNode.snapshot(0))).isEqualTo(Runs.bytes(10 * KIB));
    }

    @Test
    void whatWasPredictedAndHadNoRoomCountsAsUsedWhenARequestFindsItOnDisk() throws Exception {
        TestingNode node = node(100 * KIB, MIB);
        for (int table = 0; table < 10; table++) {
            node.prefetch(table, 0.5, 1, 10 * KIB);
        }

        for (int table = 0; table < 10; table++) {
            node.bytes(TestingNode.snapshot(table));
        }

        assertThat(node.cache.counters().diskHits()).isEqualTo(3);
        assertThat(node.cache.usedPrefetchedBytes()).isEqualTo(100 * KIB);
        assertThat(node.cache.unusedEvictedBytes()).isZero();
    }

    @Test
    void whatIsPredictedAgainComesBackToMemoryBeforeItsRequest() throws Exception {
        TestingNode node = node(100 * KIB, MIB);
        node.request(0, 1, 10 * KIB);
        node.cache.clear();

        node.cache.predicted(TestingNode.table(0), 0.9, node.nowMs.get(), 10 * KIB);
        node.cache.keepFor(TestingNode.snapshot(0), TestingNode.WINDOW);
        node.bytes(TestingNode.snapshot(0));

        assertThat(node.cache.counters().memoryHits()).isEqualTo(1);
        assertThat(node.cache.counters().diskHits()).isZero();
    }

    @Test
    void aRestartFindsWhatWasLeft() throws Exception {
        TestingNode before = node(MIB, MIB);
        before.request(0, 5, KIB);
        stop(before);

        TestingNode after = node(MIB, MIB);

        assertThat(after.held(0, 5)).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(after.bytes(TestingNode.path(0, i))).isEqualTo(Runs.bytes(KIB));
        }
        assertThat(after.cache.counters().diskHits()).isEqualTo(5);
        assertThat(after.cache.counters().misses()).isZero();
    }

    private static Run segment(int number) {
        RunBuilder builder = new RunBuilder(number * 10L, 1000, 100);
        RunBuilder.EntryView entry = new RunBuilder.EntryView();
        entry.kind = EntryCursor.UPSERT;
        entry.keyData = ("key " + number % 7).getBytes(StandardCharsets.UTF_8);
        entry.keyLength = entry.keyData.length;
        entry.rowData = ("row " + number).getBytes(StandardCharsets.UTF_8);
        entry.rowLength = entry.rowData.length;
        entry.offset = number * 10L;
        entry.tsMs = 1000 + number;
        builder.add(entry);
        return builder.build();
    }

    @Test
    void compactedRunsOutliveARestartAndAreFoundByEachOfTheirFiles() throws Exception {
        TestingNode before = node(MIB, MIB);
        before.cache.predicted(TestingNode.table(0), 0.9, before.nowMs.get(), 1000);
        for (int i = 0; i < 20; i++) {
            before.cache.putPrefetched(
                    TestingNode.segment(0, i), segment(i), 100, TestingNode.WINDOW);
        }
        before.compactions.forEach(Runnable::run);
        byte[] compacted = before.bytes(TestingNode.segment(0, 7));
        stop(before);

        TestingNode after = node(MIB, MIB);
        CachedFile back = Objects.requireNonNull(after.cache.get(TestingNode.segment(0, 19)));

        assertThat(files()).hasSize(1);
        assertThat(back)
                .isInstanceOfSatisfying(
                        CompactedRun.class,
                        run -> {
                            assertThat(run.parts()).hasSize(20);
                            assertThat(run.to()).isEqualTo(200);
                        });
        assertThat(back.bytes()).isEqualTo(compacted);
        assertThat(after.cache.get(TestingNode.segment(0, 3))).isSameAs(back);
    }

    /** Files of many sizes, a compacted run among them; by path, what a look-up must give. */
    private Map<String, byte[]> warm() throws IOException {
        TestingNode node = node(8 * MIB, 8 * MIB);
        Map<String, byte[]> expected = new TreeMap<>();
        for (int table = 0; table < 40; table++) {
            String path = TestingNode.snapshot(table);
            node.cache.putDemanded(path, Runs.ofSize(100 * table + 40), 1);
            expected.put(path, Runs.bytes(100 * table + 40));
        }
        node.cache.predicted(TestingNode.table(50), 0.9, node.nowMs.get(), 1000);
        for (int i = 0; i < 20; i++) {
            node.cache.putPrefetched(
                    TestingNode.segment(50, i), segment(i), 100, TestingNode.WINDOW);
        }
        node.compactions.forEach(Runnable::run);
        for (int i = 0; i < 20; i++) {
            expected.put(TestingNode.segment(50, i), node.bytes(TestingNode.segment(50, i)));
        }
        stop(node);
        return expected;
    }

    @Test
    void bytesFlippedAtAHundredPlacesAreNeverServed() throws Exception {
        for (boolean whileOpen : new boolean[] {false, true}) {
            Map<String, byte[]> expected = warm();
            TestingNode early = whileOpen ? node(8 * MIB, 8 * MIB) : null;
            Set<Path> damaged = flip(100, new Random(whileOpen ? 1 : 2));
            TestingNode node = early == null ? node(8 * MIB, 8 * MIB) : early;

            long right = requireRightOrMissing(node, expected);

            assertThat(node.cache.counters().quarantined()).isEqualTo(damaged.size());
            assertThat(right).isGreaterThan(0).isLessThan(expected.size());
            assertThat(quarantined()).hasSizeBetween(1, 16);
            assertThat(files()).doesNotContainAnyElementsOf(damaged);
            assertThat(node.cache.isDiskOn()).isTrue();
            stop(node);
            for (Path file : files()) {
                Files.delete(file);
            }
        }
    }

    private long requireRightOrMissing(TestingNode node, Map<String, byte[]> expected) {
        long right = 0;
        for (Map.Entry<String, byte[]> file : expected.entrySet()) {
            CachedFile found = node.cache.get(file.getKey());
            if (found != null) {
                assertThat(Arrays.equals(found.bytes(), file.getValue()))
                        .as(file.getKey())
                        .isTrue();
                right++;
            }
        }
        return right;
    }

    private Set<Path> flip(int places, Random random) throws IOException {
        List<Path> files = files();
        Set<Path> damaged = new HashSet<>();
        Set<String> flipped = new HashSet<>();
        while (flipped.size() < places) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            int at = random.nextInt(bytes.length);
            if (flipped.add(file + ":" + at)) {
                bytes[at] ^= (byte) (1 + random.nextInt(255));
                Files.write(file, bytes);
                damaged.add(file);
            }
        }
        return damaged;
    }

    @Test
    void filesCutOffAnywhereAreNeverServed() throws Exception {
        Map<String, byte[]> expected = warm();
        TestingNode early = node(8 * MIB, 8 * MIB);
        Random random = new Random(3);
        List<Path> files = files();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        }

        assertThat(requireRightOrMissing(early, expected)).isZero();
        assertThat(early.cache.counters().quarantined()).isEqualTo(files.size());
    }

    @Test
    void filesThatSwappedTheirNamesOrAreGoneAreMissed() throws Exception {
        Map<String, byte[]> expected = warm();
        TestingNode node = node(8 * MIB, 8 * MIB);
        List<Path> files = files();
        Files.delete(files.get(0));
        Path aside = directory.resolve("aside");
        Files.move(files.get(1), aside);
        Files.move(files.get(2), files.get(1));
        Files.move(aside, files.get(2));

        long right = requireRightOrMissing(node, expected);

        assertThat(right).isLessThan(expected.size());
        assertThat(node.cache.counters().quarantined()).isEqualTo(2);
        assertThat(node.cache.isDiskOn()).isTrue();
    }

    @Test
    void whatAWriterLeftUnfinishedIsSwept() throws Exception {
        stop(node(MIB, MIB));
        Path unfinished = directory.resolve("node-0").resolve("x.tmp");
        Files.write(unfinished, new byte[100]);

        node(MIB, MIB);

        assertThat(unfinished).doesNotExist();
    }

    @Test
    void onlyItsOwnerReadsIt() throws Exception {
        TestingNode node = node(MIB, MIB);
        node.request(0, 1, KIB);

        assertThat(Files.getPosixFilePermissions(directory.resolve("node-0")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(directory.resolve("node-0/quarantine")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(files().get(0)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void twoInstancesTakeTwoFoldersAndALeftOneIsTakenOver() throws Exception {
        try (FolderStore first = FolderStore.open(directory)) {
            try (FolderStore second = FolderStore.open(directory)) {
                assertThat(second.folder()).isNotEqualTo(first.folder());
            }
            try (FolderStore third = FolderStore.open(directory)) {
                assertThat(third.folder().getFileName()).hasToString("node-1");
            }
        }
        try (FolderStore again = FolderStore.open(directory)) {
            assertThat(again.folder().getFileName()).hasToString("node-0");
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedLeavesMemoryAlone() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        RunCache cache = new RunCache(CacheSettings.ofMemory(MIB).withDisk(file, MIB));
        try {
            cache.putDemanded("path", Runs.ofSize(KIB), 1);

            assertThat(cache.isDiskOn()).isFalse();
            assertThat(cache.get("path")).isNotNull();
        } finally {
            cache.close();
        }
    }

    @Test
    void aDiskThatFailsTurnsTheTierOffAndNothingElse() throws Exception {
        for (TestingStore.Failing what : TestingStore.Failing.values()) {
            TestingStore store = new TestingStore(FolderStore.open(directory));
            TestingNode node = opened(TestingNode.withDisk(100 * KIB, store, MIB));
            for (int table = 0; table < 20; table++) {
                node.request(table, 1, 10 * KIB);
            }
            assertThat(node.cache.isDiskOn()).isTrue();

            store.fail(what);
            for (int table = 0; table < 200; table++) {
                node.request(table, 1, 10 * KIB);
                assertThat(node.cache.bytes()).isLessThanOrEqualTo(100 * KIB);
            }

            assertThat(node.cache.isDiskOn()).as("disk failing to %s", what).isFalse();
            assertThat(store.failures()).as("failures to %s", what).isEqualTo(1);
            assertThat(node.cache.diskBytes()).isZero();
            stop(node);
        }
    }

    @Test
    void whatIsWorthLeastLeavesADiskThatIsFull() throws Exception {
        TestingNode node = node(20 * KIB, 100 * KIB);
        for (int round = 0; round < 5; round++) {
            for (int table = 0; table < 4; table++) {
                node.request(table, 1, 10 * KIB);
            }
            node.pass(1);
        }

        for (int table = 10; table < 40; table++) {
            node.prefetch(table, 0.01, 1, 10 * KIB);
        }
        for (int table = 40; table < 43; table++) {
            node.request(table, 1, 10 * KIB);
        }

        assertThat(IntStream.range(0, 4)).allMatch(table -> node.held(table, 1) == 1);
        assertThat(node.cache.diskBytes()).isBetween(80L * KIB, 100L * KIB);
        assertThat(files()).hasSizeLessThanOrEqualTo(9);
    }

    @Test
    void aSlowDiskDropsWhatItCannotTakeAndServesWhatWaits() throws Exception {
        ArrayDeque<Runnable> writer = new ArrayDeque<>();
        TestingNode node =
                opened(
                        TestingNode.withDisk(
                                400 * KIB, FolderStore.open(directory), MIB, writer::add));

        for (int table = 0; table < 10; table++) {
            node.request(table, 1, 10 * KIB);
        }
        node.cache.clear();

        assertThat(node.cache.counters().diskDrops()).isEqualTo(8);
        assertThat(node.cache.get(TestingNode.snapshot(0))).isNotNull();
        assertThat(files()).isEmpty();
        writer.forEach(Runnable::run);
        assertThat(files()).hasSize(2);
    }
}
