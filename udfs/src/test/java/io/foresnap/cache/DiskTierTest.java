package io.foresnap.cache;

import static io.foresnap.cache.TestingNode.KIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.Runs;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.CompactedRun;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class DiskTierTest {

    private static final long MIB = 1 << 20;

    @TempDir Path directory;
    private TestingDisk disk;

    @BeforeEach
    void open() {
        disk = new TestingDisk(directory);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void whatLeavesMemoryIsFoundOnDiskAndComesBack() throws Exception {
        TestingNode node = disk.node(100 * KIB, MIB);
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
        assertThat(disk.files()).hasSize(30);
    }

    @Test
    void whatWasDecodedInAnotherWayIsNotUsed() throws Exception {
        TestingNode before = disk.node(100 * KIB, MIB);
        before.request(0, 1, 10 * KIB);
        disk.stop(before);

        TestingNode same = disk.node(100 * KIB, MIB);
        boolean kept = same.cache.contains(TestingNode.snapshot(0));
        disk.stop(same);
        TestingNode other =
                disk.opened(
                        TestingNode.decoding(7, 100 * KIB, FolderStore.open(disk.directory), MIB));

        assertThat(kept).isTrue();
        assertThat(other.cache.contains(TestingNode.snapshot(0))).isFalse();
        assertThat(disk.files()).isEmpty();
        assertThat(disk.quarantined()).isEmpty();
    }

    @Test
    void aReaderThatIsInterruptedDoesNotTurnTheTierOff() throws Exception {
        TestingNode node = disk.node(100 * KIB, MIB);
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
        TestingNode node = disk.node(100 * KIB, MIB);
        for (int table = 0; table < 10; table++) {
            node.prefetch(table, 0.5, 1, 10 * KIB);
            assertThat(node.cache.isUsed(TestingNode.snapshot(table))).isFalse();
        }

        for (int table = 0; table < 10; table++) {
            node.bytes(TestingNode.snapshot(table));
            assertThat(node.cache.isUsed(TestingNode.snapshot(table))).isTrue();
        }

        assertThat(node.cache.counters().diskHits()).isEqualTo(3);
        assertThat(node.cache.usedPrefetchedBytes()).isEqualTo(100 * KIB);
        assertThat(node.cache.unusedEvictedBytes()).isZero();
    }

    @Test
    void whatIsPredictedAgainComesBackToMemoryBeforeItsRequest() throws Exception {
        TestingNode node = disk.node(100 * KIB, MIB);
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
        TestingNode before = disk.node(MIB, MIB);
        before.request(0, 5, KIB);
        disk.stop(before);

        TestingNode after = disk.node(MIB, MIB);

        assertThat(after.held(0, 5)).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(after.bytes(TestingNode.path(0, i))).isEqualTo(Runs.bytes(KIB));
        }
        assertThat(after.cache.counters().diskHits()).isEqualTo(5);
        assertThat(after.cache.counters().misses()).isZero();
    }

    @Test
    void compactedRunsOutliveARestartAndAreFoundByEachOfTheirFiles() throws Exception {
        TestingNode before = disk.node(MIB, MIB);
        before.cache.predicted(TestingNode.table(0), 0.9, before.nowMs.get(), 1000);
        for (int i = 0; i < 20; i++) {
            before.cache.putPrefetched(
                    TestingNode.segment(0, i), TestingDisk.segment(i), 100, TestingNode.WINDOW);
        }
        before.compactions.forEach(Runnable::run);
        byte[] compacted = before.bytes(TestingNode.segment(0, 7));
        disk.stop(before);

        TestingNode after = disk.node(MIB, MIB);
        CachedFile back = Objects.requireNonNull(after.cache.get(TestingNode.segment(0, 19)));

        assertThat(disk.files()).hasSize(1);
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

    @Test
    void aDiskThatFailsTurnsTheTierOffAndNothingElse() throws Exception {
        for (TestingStore.Failing what : TestingStore.Failing.values()) {
            TestingStore store = new TestingStore(FolderStore.open(disk.directory));
            TestingNode node = disk.opened(TestingNode.withDisk(100 * KIB, store, MIB));
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
            disk.stop(node);
        }
    }

    @Test
    void whatIsWorthLeastLeavesADiskThatIsFull() throws Exception {
        TestingNode node = disk.node(20 * KIB, 100 * KIB);
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
        assertThat(disk.files()).hasSizeLessThanOrEqualTo(9);
    }

    @Test
    void aSlowDiskDropsWhatItCannotTakeAndServesWhatWaits() throws Exception {
        ArrayDeque<Runnable> writer = new ArrayDeque<>();
        TestingNode node =
                disk.opened(
                        TestingNode.withDisk(
                                400 * KIB, FolderStore.open(disk.directory), MIB, writer::add));

        for (int table = 0; table < 10; table++) {
            node.request(table, 1, 10 * KIB);
        }
        node.cache.clear();

        assertThat(node.cache.counters().diskDrops()).isEqualTo(8);
        assertThat(node.cache.get(TestingNode.snapshot(0))).isNotNull();
        assertThat(disk.files()).isEmpty();
        writer.forEach(Runnable::run);
        assertThat(disk.files()).hasSize(2);
    }
}
