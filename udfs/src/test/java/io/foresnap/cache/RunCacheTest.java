package io.foresnap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.foresnap.Runs;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunCacheTest {

    private static final int KIB = 1 << 10;

    private final TestingTicker ticker = new TestingTicker();
    private final RunCache cache =
            new RunCache(
                    CacheSettings.ofMemory(100 * KIB),
                    new MemoryTier.Machinery(
                            () -> 0, ticker, Runnable::run, new Compactor(task -> {})),
                    null,
                    Runnable::run);

    /** Time that passes when it is told to. */
    private static final class TestingTicker implements Ticker {

        private final AtomicLong nanos = new AtomicLong();

        void pass(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Override
        public long read() {
            return nanos.get();
        }
    }

    @Test
    void itNeverHoldsMoreThanItsCapacity() {
        for (int i = 0; i < 50; i++) {
            cache.putDemanded("run " + i, Runs.ofSize(10 * KIB), 1);
        }

        assertThat(cache.bytes()).isPositive().isLessThanOrEqualTo(100 * KIB);
        assertThat(cache.capacityBytes()).isEqualTo(100 * KIB);
    }

    @Test
    void aRunLargerThanTheWholeCachePushesNothingOut() {
        cache.putDemanded("small", Runs.ofSize(KIB), 1);

        cache.putDemanded("huge", Runs.ofSize(101 * KIB), 1);
        cache.putPrefetched("huge too", Runs.ofSize(101 * KIB), 1, 1000);

        assertThat(cache.contains("small")).isTrue();
        assertThat(cache.contains("huge")).isFalse();
        assertThat(cache.contains("huge too")).isFalse();
    }

    @Test
    void whatWasPrefetchedInVainLeavesWhenItsWindowEnds() {
        cache.putPrefetched("run", Runs.ofSize(KIB), 77, 1000);

        ticker.pass(Duration.ofMillis(999));
        boolean before = cache.contains("run");
        ticker.pass(Duration.ofMillis(1));
        boolean after = cache.contains("run");
        // Expired entries are swept with a delay, by the next write.
        ticker.pass(Duration.ofSeconds(5));
        cache.putDemanded("another", Runs.ofSize(KIB), 1);

        assertThat(before).isTrue();
        assertThat(after).isFalse();
        assertThat(cache.get("run")).isNull();
        assertThat(cache.unusedEvictedBytes()).isEqualTo(77);
        assertThat(cache.usedPrefetchedBytes()).isZero();
    }

    @Test
    void whatWasUsedOnceLivesOn() {
        Run run = Runs.ofSize(KIB);
        cache.putPrefetched("run", run, 77, 1000);

        CachedFile used = cache.get("run");
        ticker.pass(Duration.ofDays(1));

        assertThat(used).isSameAs(run);
        assertThat(cache.get("run")).isSameAs(run);
        assertThat(cache.unusedEvictedBytes()).isZero();
    }

    @Test
    void aPrefetchedRunCountsAsUsedOnceHoweverOftenItIsUsed() throws Exception {
        int users = 8;
        ExecutorService threads = Executors.newFixedThreadPool(users);
        try {
            for (int round = 0; round < 50; round++) {
                String path = "run " + round;
                cache.putPrefetched(path, Runs.ofSize(KIB), 1, 1000);
                CountDownLatch together = new CountDownLatch(users);
                List<Future<?>> gets = new ArrayList<>();
                for (int i = 0; i < users; i++) {
                    gets.add(
                            threads.submit(
                                    () -> {
                                        together.countDown();
                                        together.await();
                                        return cache.get(path);
                                    }));
                }
                for (Future<?> get : gets) {
                    assertThat(get.get()).isNotNull();
                }
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(cache.prefetchedBytes()).isEqualTo(50);
        assertThat(cache.usedPrefetchedBytes()).isEqualTo(50);
    }

    @Test
    void whatIsThereAlreadyIsNotReplacedByAPrefetch() {
        Run demanded = Runs.ofSize(KIB);
        cache.putDemanded("run", demanded, 1);

        cache.putPrefetched("run", Runs.ofSize(KIB), 77, 1000);
        ticker.pass(Duration.ofDays(1));

        assertThat(cache.get("run")).isSameAs(demanded);
        assertThat(cache.prefetchedBytes()).isZero();
    }

    @Test
    void whatIsSentAgainUnusedStaysLongerAndCountsOnce() {
        cache.putPrefetched("run", Runs.ofSize(KIB), 77, 1000);
        ticker.pass(Duration.ofMillis(800));

        cache.putPrefetched("run", Runs.ofSize(KIB), 77, 1000);
        ticker.pass(Duration.ofMillis(900));

        assertThat(cache.contains("run")).isTrue();
        assertThat(cache.prefetchedBytes()).isEqualTo(77);
        assertThat(cache.counters().lateBytes()).isZero();
    }

    @Test
    void whatIsSentAgainAfterItsUseCameTooLate() {
        cache.putPrefetched("run", Runs.ofSize(KIB), 77, 1000);
        cache.get("run");

        cache.putPrefetched("run", Runs.ofSize(KIB), 77, 1000);

        assertThat(cache.counters().lateBytes()).isEqualTo(77);
    }

    @Test
    void whatArrivesAfterItsWindowIsNotKept() {
        cache.putPrefetched("run", Runs.ofSize(KIB), 77, 0);

        assertThat(cache.contains("run")).isFalse();
        assertThat(cache.prefetchedBytes()).isZero();
    }

    @Test
    void itKnowsWhichServingSubtasksItAnswersFor() {
        cache.addServingSubtask(3);

        assertThat(cache.serves(3)).isTrue();
        assertThat(cache.serves(0)).isFalse();
    }

    @Test
    void whatIsPredictedAgainStaysUntilTheLaterWindowEnds() {
        cache.putPrefetched("run", Runs.ofSize(KIB), 1, 1000);

        cache.keepFor("run", 3000);
        cache.keepFor("run", 500);
        ticker.pass(Duration.ofMillis(2000));

        assertThat(cache.get("run")).isNotNull();
    }

    @Test
    void aNewerSnapshotDropsWhatItsPartitionNeededBefore() {
        String log = "hdfs://n/r/changelog/public.t/0/00000000000000000000-000000000000000000";
        String snapshots = "hdfs://n/r/snapshots/public.t/0/000000000000000000";
        cache.putDemanded(log + "40-x.avro", Runs.ofSize(KIB), 1);
        cache.putDemanded(log + "60-x.avro", Runs.ofSize(KIB), 1);
        cache.putDemanded(snapshots + "10-x.avro", Runs.ofSize(KIB), 1);
        cache.putDemanded(
                snapshots.replace("public.t", "public.other") + "10-x.avro", Runs.ofSize(KIB), 1);

        cache.putDemanded(snapshots + "50-x.avro", Runs.ofSize(KIB), 1);

        assertThat(cache.contains(log + "40-x.avro")).isFalse();
        assertThat(cache.contains(snapshots + "10-x.avro")).isFalse();
        assertThat(cache.contains(log + "60-x.avro")).isTrue();
        assertThat(cache.contains(snapshots + "50-x.avro")).isTrue();
        assertThat(cache.contains(snapshots.replace("public.t", "public.other") + "10-x.avro"))
                .isTrue();
    }
}
