package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.Orders;
import io.foresnap.TestingFileSystem;
import io.foresnap.cache.CacheSettings;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.VirtualClock;
import io.foresnap.prefetch.PrefetchReport.Outcome;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
    private Storage storage;
    private Orders orders;
    private Prefetcher prefetcher;

    @BeforeEach
    void start() throws Exception {
        storage = Storage.open("testing://" + folder);
        orders = new Orders(storage, "public.orders", 1);
        TestingFileSystem.recover();
        prefetcher =
                new Prefetcher(
                        new PrefetchSettings(
                                new StorageSettings("testing://" + folder, Retry.NEVER, List.of()),
                                new VirtualClock(NOW, System.currentTimeMillis(), 1),
                                100,
                                1,
                                CacheSettings.ofMemory(1 << 20),
                                0),
                        new Fetches(() -> nanos.addAndGet(nanosPerLook.get()), 1));
    }

    @AfterEach
    void close() throws Exception {
        TestingFileSystem.recover();
        prefetcher.close();
        storage.close();
    }

    private List<PrefetchOutput> prefetch(String table, long tickMs) throws Exception {
        PrefetchTask task =
                PrefetchTask.listed(
                        Prediction.ofProbability(
                                table, 0, tickMs, NOW + Duration.ofMinutes(10).toMillis(), .5),
                        0);
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
