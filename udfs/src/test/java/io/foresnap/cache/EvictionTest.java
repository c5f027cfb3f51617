package io.foresnap.cache;

import static io.foresnap.cache.TestingNode.KIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.Runs;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvictionTest {

    private final TestingNode node = TestingNode.ofMemory(100 * KIB);

    @Test
    void whatIsAskedForOftenStaysHoweverMuchIsAskedForSeldom() {
        for (int round = 0; round < 60; round++) {
            node.request(0, 2, 10 * KIB);
            node.request(1 + round % 20, 2, 10 * KIB);
            if (round >= 40) {
                assertThat(node.held(0, 2)).as("round %d", round).isEqualTo(2);
            }
            node.pass(1);
        }

        assertThat(node.cache.counters().refused()).isPositive();
        assertThat(node.cache.bytes()).isLessThanOrEqualTo(100 * KIB);
    }

    @Test
    void aPredictionPushesOutWhatIsWorthLess() {
        for (int table = 0; table < 9; table++) {
            node.request(table, 1, 10 * KIB);
        }
        node.pass(50);

        node.prefetch(20, 0.9, 1, 40 * KIB);

        assertThat(node.held(20, 1)).isEqualTo(1);
        assertThat(node.cache.bytes()).isLessThanOrEqualTo(100 * KIB);
    }

    @Test
    void whatIsWorthNothingPushesNothingOut() {
        for (int table = 0; table < 9; table++) {
            node.request(table, 1, 10 * KIB);
        }

        node.prefetch(20, 0, 1, 40 * KIB);

        assertThat(node.held(20, 1)).isZero();
        assertThat(IntStream.range(0, 9)).allMatch(table -> node.held(table, 1) == 1);
        assertThat(node.cache.counters().refused()).isEqualTo(1);
        assertThat(node.cache.unusedEvictedBytes()).isEqualTo(40 * KIB);
    }

    @Test
    void aWrongModelLeavesAPartToWhatRequestsBrought() {
        for (int table = 0; table < 9; table++) {
            node.request(table, 1, 10 * KIB);
        }
        node.pass(500);

        for (int table = 100; table < 150; table++) {
            node.prefetch(table, 0.99, 1, 10 * KIB);
        }

        long kept = IntStream.range(0, 9).filter(table -> node.held(table, 1) == 1).count();
        long prefetched = IntStream.range(100, 150).filter(t -> node.held(t, 1) == 1).count();
        assertThat(prefetched).isEqualTo(7);
        assertThat(kept).as("a quarter of 100 KiB").isEqualTo(2);
    }

    @Test
    void ofWhatWasPrefetchedTheMoreLikelyTakesThePlaceOfTheLessLikely() {
        for (int table = 0; table < 7; table++) {
            node.prefetch(table, 0.1, 1, 10 * KIB);
        }

        node.prefetch(50, 0.9, 1, 10 * KIB);

        assertThat(node.held(50, 1)).isEqualTo(1);
        assertThat(IntStream.range(0, 7).map(table -> node.held(table, 1)).sum()).isEqualTo(6);
    }

    @Test
    void whoHasBegunToLeaveGoesOnNewestFileFirst() {
        for (int table = 0; table < 3; table++) {
            node.request(table, 3, 10 * KIB);
            node.pass(0.01);
        }
        node.pass(20);
        for (int table = 10; table < 12; table++) {
            node.request(table, 1, 10 * KIB);
            node.pass(0.01);
        }

        List<Integer> held = IntStream.range(0, 3).mapToObj(table -> node.held(table, 3)).toList();
        assertThat(held).containsExactlyInAnyOrder(1, 3, 3);
        int leaving = held.indexOf(1);
        assertThat(node.cache.contains(TestingNode.snapshot(leaving))).isTrue();
        assertThat(node.cache.contains(TestingNode.segment(leaving, 0))).isFalse();
    }

    @Test
    void aPartitionThatIsLargerThanTheCacheDoesNotFlushItself() {
        node.request(0, 15, 10 * KIB);

        assertThat(node.held(0, 15)).isEqualTo(9);
        node.request(0, 15, 10 * KIB);
        assertThat(node.cache.counters().memoryHits()).isEqualTo(9);
    }

    @Test
    void unusedPrefetchesLeaveTheBooksWhenTheirWindowEnds() {
        for (int window = 0; window < 20; window++) {
            for (int table = 0; table < 7; table++) {
                node.prefetch(10 * window + table, 0.5, 1, 10 * KIB);
            }
            node.pass(1.1);
        }

        assertThat(node.cache.unusedEvictedBytes()).isGreaterThanOrEqualTo(19 * 70 * KIB);
        assertThat(node.cache.counters().refused()).isZero();
    }

    @Test
    void whatIsPrefetchedInVainWastesItsBytesForAsLongAsItStays() {
        node.prefetch(10, 0.5, 1, 10 * KIB);
        node.pass(0.5);
        node.prefetch(11, 0.5, 2, 10 * KIB);
        node.bytes(TestingNode.snapshot(11));
        node.pass(1.5);

        node.request(0, 1, KIB);

        assertThat(node.cache.unusedEvictedBytes()).isEqualTo(20 * KIB);
        assertThat(node.cache.counters().wastedByteHours())
                .isEqualTo(10 * KIB * (2 + 1.5) * TestingNode.WINDOW / 3_600_000, within(1e-6));
    }

    @Test
    void whatANewerSnapshotMakesUselessWasInVain() {
        node.prefetch(10, 0.5, 2, 10 * KIB);
        node.pass(0.5);

        node.cache.putDemanded(
                TestingNode.snapshot(10).replace("0-x", "9-x"), Runs.ofSize(KIB), KIB);

        assertThat(node.held(10, 1)).isZero();
        assertThat(node.cache.unusedEvictedBytes()).isEqualTo(10 * KIB);
        assertThat(node.cache.counters().wastedByteHours())
                .isEqualTo(10 * KIB * 0.5 * TestingNode.WINDOW / 3_600_000, within(1e-6));
    }

    @Test
    void theThrottleClosesOnWhatIsFetchedInVainAndOpensAgain() {
        for (int window = 0; window < 100; window++) {
            for (int table = 0; table < 7; table++) {
                node.prefetch(100 + table, 0.5, 1, 10 * KIB);
            }
            node.request(0, 1, 10 * KIB);
            node.pass(1.1);
        }
        boolean wasted = node.cache.isWorthFetching(0.9, 100, 100);
        assertThat(node.cache.counters().prefetchPrecision()).isZero();

        for (int window = 0; window < 800; window++) {
            node.request(0, 1, 10 * KIB);
            node.pass(1.1);
        }

        assertThat(wasted).isFalse();
        assertThat(node.cache.isWorthFetching(0.9, 100, 100)).isTrue();
    }

    @Test
    void whatComesTooLateIsWasteToTheThrottle() {
        node.request(0, 1, 10 * KIB);

        node.prefetch(0, 1, 1, 10 * KIB);
        node.cache.putPrefetched("after its window", Runs.ofSize(KIB), 7, 0);

        assertThat(node.cache.counters().lateBytes()).isEqualTo(10 * KIB + 7);
        assertThat(node.cache.prefetchedBytes()).isZero();
    }
}
