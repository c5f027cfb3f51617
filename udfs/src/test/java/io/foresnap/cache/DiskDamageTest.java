package io.foresnap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.Runs;
import io.foresnap.changelog.CachedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the disk tier that are not what was written. */
@SuppressWarnings("NullAway.Init")
class DiskDamageTest {

    private static final long MIB = 1 << 20;

    @TempDir Path directory;
    private TestingDisk disk;

    @BeforeEach
    void open() throws IOException {
        disk = open(directory);
    }

    TestingDisk open(Path at) throws IOException {
        return new TestingDisk(at);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    /** Files of many sizes, a compacted run among them; by path, what a look-up must give. */
    private Map<String, byte[]> warm() throws IOException {
        TestingNode node = disk.node(8 * MIB, 8 * MIB);
        Map<String, byte[]> expected = new TreeMap<>();
        for (int table = 0; table < 40; table++) {
            String path = TestingNode.snapshot(table);
            node.cache.putDemanded(path, Runs.ofSize(100 * table + 40), 1);
            expected.put(path, Runs.bytes(100 * table + 40));
        }
        node.cache.predicted(TestingNode.table(50), 0.9, node.nowMs.get(), 1000);
        for (int i = 0; i < 20; i++) {
            node.cache.putPrefetched(
                    TestingNode.segment(50, i), TestingDisk.segment(i), 100, TestingNode.WINDOW);
        }
        node.compactions.forEach(Runnable::run);
        for (int i = 0; i < 20; i++) {
            expected.put(TestingNode.segment(50, i), node.bytes(TestingNode.segment(50, i)));
        }
        disk.stop(node);
        return expected;
    }

    @Test
    void bytesFlippedAtAHundredPlacesAreNeverServed() throws Exception {
        for (boolean whileOpen : new boolean[] {false, true}) {
            Map<String, byte[]> expected = warm();
            TestingNode early = whileOpen ? disk.node(8 * MIB, 8 * MIB) : null;
            Set<Path> damaged = flip(100, new Random(whileOpen ? 1 : 2));
            TestingNode node = early == null ? disk.node(8 * MIB, 8 * MIB) : early;

            long right = requireRightOrMissing(node, expected);

            assertThat(node.cache.counters().quarantined()).isEqualTo(damaged.size());
            assertThat(right).isGreaterThan(0).isLessThan(expected.size());
            assertThat(disk.quarantined()).hasSizeBetween(1, 16);
            assertThat(disk.files()).doesNotContainAnyElementsOf(damaged);
            assertThat(node.cache.isDiskOn()).isTrue();
            disk.stop(node);
            for (Path file : disk.files()) {
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
        List<Path> files = disk.files();
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
        TestingNode early = disk.node(8 * MIB, 8 * MIB);
        Random random = new Random(3);
        List<Path> files = disk.files();
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
        TestingNode node = disk.node(8 * MIB, 8 * MIB);
        List<Path> files = disk.files();
        Files.delete(files.get(0));
        Path aside = disk.directory.resolve("aside");
        Files.move(files.get(1), aside);
        Files.move(files.get(2), files.get(1));
        Files.move(aside, files.get(2));

        long right = requireRightOrMissing(node, expected);

        assertThat(right).isLessThan(expected.size());
        assertThat(node.cache.counters().quarantined()).isEqualTo(2);
        assertThat(node.cache.isDiskOn()).isTrue();
    }
}
