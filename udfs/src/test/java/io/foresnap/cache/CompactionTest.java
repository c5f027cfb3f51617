package io.foresnap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.foresnap.Runs;
import io.foresnap.changelog.CompactedRun;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.RunBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompactionTest {

    private static final int MIB = 1 << 20;
    private static final int LIFETIME_MS = 1000;

    private final AtomicLong nanos = new AtomicLong();
    private final Ticker ticker = nanos::get;
    private final ArrayDeque<Runnable> compactions = new ArrayDeque<>();
    private final RunCache cache =
            new RunCache(
                    CacheSettings.ofMemory(MIB),
                    new MemoryTier.Machinery(
                            () -> 0, ticker, Runnable::run, new Compactor(compactions::add)),
                    null,
                    Runnable::run);

    private static String path(int segment) {
        return String.format(
                "hdfs://n/r/changelog/public.t/0/%020d-%020d-x.avro",
                segment * 10, segment * 10 + 10);
    }

    private static Run run(int segment, int kind) {
        RunBuilder builder = new RunBuilder(segment * 10L, 1000, 100);
        RunBuilder.EntryView entry = new RunBuilder.EntryView();
        entry.kind = kind;
        entry.keyData = ("key " + (97 * segment) % 10).getBytes(StandardCharsets.UTF_8);
        entry.keyLength = kind == EntryCursor.TRUNCATE ? 0 : entry.keyData.length;
        entry.rowData = ("row " + segment).getBytes(StandardCharsets.UTF_8);
        entry.rowLength = entry.rowData.length;
        entry.offset = segment * 10L;
        entry.tsMs = 1000 + segment;
        builder.add(entry);
        return builder.build();
    }

    private static Run run(int segment) {
        return run(segment, EntryCursor.UPSERT);
    }

    private void prefetch(int from, int to) {
        for (int i = from; i < to; i++) {
            cache.putPrefetched(path(i), run(i), 100, LIFETIME_MS);
        }
    }

    private void compact() {
        while (!compactions.isEmpty()) {
            compactions.remove().run();
        }
    }

    private void pass(long ms) {
        nanos.addAndGet(Duration.ofMillis(ms).toNanos());
    }

    private static List<Long> offsets(Run run) throws Exception {
        List<Long> offsets = new ArrayList<>();
        EntryCursor cursor = run.cursor();
        while (cursor.advance()) {
            offsets.add(cursor.offset);
        }
        return offsets;
    }

    private List<Integer> present(int from, int to) {
        return IntStream.range(from, to).filter(i -> cache.contains(path(i))).boxed().toList();
    }

    @Test
    void neighboursBecomeOneRunThatIsWeighedOnceAndFoundByEachOfTheirPaths() throws Exception {
        prefetch(0, 20);
        long before = cache.bytes();

        compact();

        CompactedRun compacted = (CompactedRun) Objects.requireNonNull(cache.get(path(0)));
        assertThat(IntStream.range(0, 20).mapToObj(i -> cache.get(path(i))))
                .allMatch(file -> file == compacted);
        assertThat(cache.compactedFiles()).isEqualTo(20);
        assertThat(cache.bytes()).isLessThan(before).isGreaterThan(before / 3);
        assertThat(offsets(compacted.run()))
                .hasSize(20)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> i * 10L).toList());
        // Key "key 0" of the segments 0 and 10, then "key 1" of 3 and 13.
        assertThat(offsets(compacted.run()).subList(0, 4)).containsExactly(0L, 100L, 30L, 130L);
        assertThat(offsets(compacted.run(30, 50))).containsExactlyInAnyOrder(30L, 40L);
    }

    @Test
    void whatIsCompactedIsNotPutAgainAndNotPrefetchedAgain() {
        prefetch(0, 20);
        compact();
        long bytes = cache.bytes();

        prefetch(0, 20);
        cache.putDemanded(path(7), run(7), 100);

        assertThat(cache.prefetchedBytes()).isEqualTo(20 * 100);
        assertThat(cache.bytes()).isEqualTo(bytes);
        assertThat(cache.get(path(7))).isInstanceOf(CompactedRun.class);
    }

    @Test
    void compactedRunsGrowWithWhatComesBehindThem() {
        prefetch(0, 10);
        compact();
        prefetch(10, 25);
        compact();

        assertThat(cache.get(path(0)))
                .isSameAs(cache.get(path(24)))
                .isInstanceOfSatisfying(
                        CompactedRun.class, run -> assertThat(run.parts()).hasSize(25));
        assertThat(cache.compactedFiles()).isEqualTo(25);
    }

    @Test
    void aGapATruncateOrTooFewKeepRunsApart() {
        prefetch(0, 7);
        prefetch(8, 15);
        for (int i = 20; i < 40; i++) {
            int kind = i % 5 == 0 ? EntryCursor.TRUNCATE : EntryCursor.UPSERT;
            cache.putDemanded(path(i), run(i, kind), 100);
        }

        compact();

        assertThat(cache.compactedFiles()).isZero();
        assertThat(IntStream.range(20, 40).mapToObj(i -> cache.get(path(i))))
                .allMatch(file -> file instanceof Run);
    }

    @Test
    void largeRunsStayApart() {
        for (int i = 0; i < 10; i++) {
            cache.putDemanded(path(i), Runs.ofSize(10_000), 100);
        }

        compact();

        assertThat(cache.compactedFiles()).isZero();
    }

    @Test
    void unusedItLeavesAsAWholeWhenTheLastWindowEnds() {
        prefetch(0, 9);
        pass(600);
        prefetch(9, 20);
        compact();

        pass(LIFETIME_MS - 1);
        List<Integer> before = present(0, 20);
        pass(1);
        List<Integer> after = present(0, 20);
        pass(5000);
        cache.putDemanded("another", Runs.ofSize(100), 1);

        assertThat(before).hasSize(20);
        assertThat(after).isEmpty();
        assertThat(cache.unusedEvictedBytes()).isEqualTo(20 * 100);
        assertThat(cache.bytes()).isEqualTo(100 + 700);
    }

    @Test
    void whatHasExpiredCanBeHeldAgain() {
        prefetch(0, 20);
        compact();
        pass(LIFETIME_MS);

        cache.putDemanded(path(3), run(3), 100);

        assertThat(present(0, 20)).containsExactly(3);
        assertThat(cache.get(path(3))).isInstanceOf(Run.class);
    }

    @Test
    void usedItLivesOnAndEachFileCountsByItself() {
        prefetch(0, 20);
        cache.get(path(1));
        compact();

        cache.get(path(1));
        cache.get(path(2));
        cache.get(path(2));
        pass(1_000_000_000);

        assertThat(present(0, 20)).hasSize(20);
        assertThat(cache.usedPrefetchedBytes()).isEqualTo(200);
    }

    @Test
    void whatIsPredictedAgainStaysUntilTheLaterWindowEnds() {
        prefetch(0, 20);
        compact();

        cache.keepFor(path(5), 3 * LIFETIME_MS);
        pass(2 * LIFETIME_MS);

        assertThat(present(0, 20)).hasSize(20);
    }

    @Test
    void pressureDropsItAsAWhole() {
        prefetch(0, 20);
        compact();

        for (int i = 0; i < 400; i++) {
            String hot = "hot " + i % 12;
            for (int use = 0; use < 20; use++) {
                cache.get(hot);
            }
            cache.putDemanded(hot, Runs.ofSize(80_000), 1);
        }

        assertThat(cache.bytes()).isLessThanOrEqualTo(MIB);
        assertThat(present(0, 20)).as("all or nothing").isIn(List.of(), all(20));
    }

    private static List<Integer> all(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void aNewerSnapshotDropsItOnlyWhenAllOfItLiesBefore() {
        String snapshots = "hdfs://n/r/snapshots/public.t/0/%020d-x.avro";
        prefetch(0, 20);
        compact();

        cache.putDemanded(String.format(snapshots, 100), Runs.ofSize(100), 1);
        List<Integer> straddling = present(0, 20);
        cache.putDemanded(String.format(snapshots, 200), Runs.ofSize(100), 1);

        assertThat(straddling).hasSize(20);
        assertThat(present(0, 20)).isEmpty();
    }

    @Test
    void whatHasExpiredIsNotCompacted() {
        prefetch(0, 20);
        pass(LIFETIME_MS / 2);
        cache.get(path(0));
        Runnable compaction = compactions.remove();
        pass(LIFETIME_MS);

        compaction.run();

        assertThat(present(0, 20)).containsExactly(0);
        assertThat(cache.compactedFiles()).isZero();
    }

    @Test
    void whatIsHereIsFoundWhileItIsCompacted() throws Exception {
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 200; round++) {
                RunCache busy = new RunCache(MIB, compactions::add);
                for (int i = 0; i < 30; i++) {
                    busy.putPrefetched(path(i), run(i), 100, 600_000);
                }
                AtomicBoolean done = new AtomicBoolean();
                CountDownLatch begun = new CountDownLatch(1);
                Future<Integer> missing =
                        reader.submit(
                                () -> {
                                    int missed = 0;
                                    do {
                                        for (int i = 0; i < 30; i++) {
                                            missed += busy.get(path(i)) == null ? 1 : 0;
                                        }
                                        begun.countDown();
                                    } while (!done.get());
                                    return missed;
                                });
                begun.await();
                compact();
                done.set(true);

                assertThat(missing.get()).isZero();
                assertThat(busy.compactedFiles()).isEqualTo(30);
                assertThat(busy.usedPrefetchedBytes()).isEqualTo(30 * 100);
            }
        } finally {
            reader.shutdownNow();
        }
    }
}
