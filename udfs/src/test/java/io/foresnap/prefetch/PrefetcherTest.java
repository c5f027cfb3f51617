package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.Orders;
import io.foresnap.TestingFileSystem;
import io.foresnap.cache.CacheSettings;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.VirtualClock;
import io.foresnap.features.ExpectedRequest;
import io.foresnap.features.Successor;
import io.foresnap.history.LikelyTarget;
import io.foresnap.history.RequesterHabits;
import io.foresnap.history.Sign;
import io.foresnap.options.PrefetchOrder;
import io.foresnap.prefetch.PrefetchReport.Outcome;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import io.foresnap.ranking.SuccessorFunction;
import io.foresnap.ranking.Valuation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
@Timeout(60)
class PrefetcherTest {

    private static final long NOW = Orders.START + 500_000;

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong nanosPerLook = new AtomicLong();
    private final long started = System.currentTimeMillis();
    private Storage storage;
    private Orders orders;
    private Prefetcher prefetcher;

    @BeforeEach
    void start() throws Exception {
        storage = Storage.open("testing://" + folder);
        orders = new Orders(storage, "public.orders", 1);
        TestingFileSystem.recover();
        prefetcher = prefetcher(0);
    }

    private Prefetcher prefetcher(long bandwidth) {
        return new Prefetcher(
                new PrefetchSettings(
                        new StorageSettings("testing://" + folder, Retry.NEVER, List.of()),
                        new VirtualClock(NOW, started, 1),
                        100,
                        1,
                        CacheSettings.ofMemory(1 << 20),
                        Duration.ofMinutes(1),
                        bandwidth),
                new Fetches(() -> nanos.addAndGet(nanosPerLook.get()), 1));
    }

    @AfterEach
    void close() throws Exception {
        TestingFileSystem.recover();
        prefetcher.close();
        storage.close();
    }

    private List<PrefetchOutput> prefetch(String table, long tickMs) throws Exception {
        return prefetch(
                PrefetchTask.listed(
                        Prediction.ofProbability(
                                table, 0, tickMs, NOW + Duration.ofMinutes(10).toMillis(), .5),
                        0));
    }

    private List<PrefetchOutput> prefetch(PrefetchTask task) throws Exception {
        CompletableFuture<List<PrefetchOutput>> done = new CompletableFuture<>();
        prefetcher.submit(task, 0, done::complete);
        return done.get(1, TimeUnit.MINUTES);
    }

    private static Outcome outcome(List<PrefetchOutput> outputs) {
        return outputs.stream()
                .map(PrefetchOutput::report)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    @Test
    void whatWasFetchedCountsUntilItHasLeft() throws Exception {
        List<PrefetchOutput> outputs = prefetch(orders.table, NOW);

        long bytes =
                outputs.stream()
                        .map(PrefetchOutput::chunk)
                        .filter(Objects::nonNull)
                        .mapToLong(chunk -> chunk.bytes().length)
                        .sum();
        assertThat(prefetcher.bytesUnderWay()).isEqualTo(bytes).isPositive();

        prefetcher.left(outputs);
        assertThat(prefetcher.bytesUnderWay()).isZero();
    }

    @Test
    void whatNobodyTakesGivesItsRoomBack() throws Exception {
        prefetcher.submit(
                PrefetchTask.listed(
                        Prediction.ofProbability(orders.table, 0, NOW, NOW + 600_000, .5), 0),
                0,
                outputs -> {
                    throw new IllegalStateException("closed");
                });

        // The one worker takes this when it is done with the other.
        assertThat(outcome(prefetch(orders.table, NOW))).isEqualTo(Outcome.CACHED);
        assertThat(prefetcher.bytesUnderWay()).isZero();
    }

    @Test
    void aWalkThatAnnouncesATableAtEachStepHasItListedOnce() throws Exception {
        RequesterHabits script = new RequesterHabits();
        long lastNight = NOW - Duration.ofDays(1).toMillis();
        walk(script, lastNight - Duration.ofDays(1).toMillis());
        walk(script, lastNight);

        List<Outcome> outcomes = new ArrayList<>();
        TestingFileSystem.recover();
        for (Sign sign : walk(script, NOW)) {
            outcomes.add(outcome(prefetch(successor(sign, 0))));
        }

        assertThat(outcomes).hasSize(10).startsWith(Outcome.FETCHED);
        assertThat(outcomes.subList(1, 10)).containsOnly(Outcome.REPEATED);
        assertThat(TestingFileSystem.listed()).isEqualTo(2);
    }

    /** A request a second; what each lets expect of the last table. */
    private List<Sign> walk(RequesterHabits script, long startMs) {
        List<Sign> signs = new ArrayList<>();
        for (int step = 0; step < 15; step++) {
            String table = step == 14 ? orders.table : "public.t" + step;
            script.hear(table, startMs + 1000 * step).stream()
                    .filter(sign -> sign.table().equals(orders.table))
                    .forEach(signs::add);
        }
        return signs;
    }

    private static PrefetchTask successor(Sign sign, long laterMs) {
        ExpectedRequest expected =
                new ExpectedRequest(1, 0, 0, List.of(new LikelyTarget(BackupRequest.LATEST, 1)));
        List<PrefetchTask> tasks = new ArrayList<>();
        new SuccessorFunction(new Valuation(PrefetchOrder.VALUE, Duration.ofMillis(20), 100 << 20))
                .flatMap(new Successor(0, sign, expected), new ListCollector<>(tasks));
        return tasks.get(0).until(tasks.get(0).deadlineMs() + laterMs);
    }

    @Test
    void aRepetitionWhoseWindowEndsLaterIsLookedAt() throws Exception {
        Sign sign = new Sign(orders.table, NOW, 60_000, 1000, .9f);

        assertThat(outcome(prefetch(successor(sign, 0)))).isEqualTo(Outcome.FETCHED);
        assertThat(outcome(prefetch(successor(sign, 1)))).isEqualTo(Outcome.CACHED);
        assertThat(outcome(prefetch(successor(sign, 1)))).isEqualTo(Outcome.REPEATED);
    }

    @Test
    void aTaskWhoseWindowPassesWhileItIsFetchedIsLate() throws Exception {
        prefetcher.close();
        // After the first file the next byte may be read half an hour later.
        prefetcher = prefetcher(1);
        long soon = System.currentTimeMillis() - started + NOW + 1000;

        List<PrefetchOutput> outputs =
                prefetch(
                        PrefetchTask.listed(
                                Prediction.ofProbability(orders.table, 0, NOW, soon, .5), 0));

        // On a machine that stands still it may be too late before it has begun.
        assertThat(outcome(outputs)).isIn(Outcome.LATE, Outcome.TOO_SLOW);
        assertThat(outputs.get(outputs.size() - 1).report())
                .satisfies(report -> assertThat(report.files()).isLessThan(2));
    }

    @Test
    void whatWouldComeTooLateIsLeftOutUntilStorageMayBeFasterAgain() throws Exception {
        nanosPerLook.set(Duration.ofMinutes(10).toNanos());
        assertThat(outcome(prefetch(orders.table, NOW))).isEqualTo(Outcome.FETCHED);
        new Orders(storage, "public.customers", 1);
        TestingFileSystem.recover();

        assertThat(outcome(prefetch("public.customers", NOW + 1))).isEqualTo(Outcome.TOO_SLOW);
        assertThat(TestingFileSystem.opened()).isZero();

        int leftOut = 1;
        while (outcome(prefetch("public.customers", NOW + 1 + leftOut)) == Outcome.TOO_SLOW) {
            leftOut++;
        }
        assertThat(TestingFileSystem.opened()).isEqualTo(2);
    }
}
