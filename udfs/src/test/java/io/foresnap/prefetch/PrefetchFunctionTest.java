package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.AsyncHarness;
import io.foresnap.Orders;
import io.foresnap.Runs;
import io.foresnap.TestingFileSystem;
import io.foresnap.cache.CacheSettings;
import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.TablePartition;
import io.foresnap.event.VirtualClock;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.prefetch.PrefetchReport.Outcome;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class PrefetchFunctionTest {

    private static final long NOW = Orders.START + 500_000;
    private static final long DEADLINE = NOW + 1000;

    /** Practically stands still. */
    private static final VirtualClock CLOCK = new VirtualClock(NOW, 0, 1e-12);

    @TempDir Path folder;
    private Storage storage;
    private Orders orders;
    private PrefetchFunction function;
    private AsyncHarness<PrefetchTask, PrefetchOutput> workers;

    @BeforeEach
    void open() throws Exception {
        storage = Storage.open("testing://" + folder);
        orders = new Orders(storage, "public.orders", 1);
        TestingFileSystem.recover();
        start(1 << 20);
    }

    private void start(long cacheBytes) throws Exception {
        function =
                new PrefetchFunction(
                        new PrefetchSettings(
                                new StorageSettings(
                                        "testing://" + folder, new Retry(1, 1), List.of()),
                                CLOCK,
                                100,
                                1,
                                CacheSettings.ofMemory(cacheBytes),
                                Duration.ofMinutes(1),
                                0));
        workers = AsyncHarness.open(function, PrefetchTask.class, Duration.ofHours(1));
    }

    @AfterEach
    void close() throws Exception {
        TestingFileSystem.recover();
        workers.close();
        storage.close();
    }

    private static PrefetchTask task(String table, double probability, long deadlineMs, int round) {
        return PrefetchTask.listed(
                        Prediction.ofProbability(table, 0, NOW, deadlineMs, probability), 0)
                .inRound(round);
    }

    private List<PrefetchReport> reports() {
        return workers.extractOutputValues().stream()
                .map(PrefetchOutput::report)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<String> paths() {
        return workers.extractOutputValues().stream()
                .map(PrefetchOutput::chunk)
                .filter(Objects::nonNull)
                .map(RunChunk::path)
                .toList();
    }

    private static List<String> filesOf(PartitionPlan plan) {
        List<String> files = new ArrayList<>(List.of(plan.snapshot().path()));
        plan.segments().stream().map(SegmentFile::path).forEach(files::add);
        return files;
    }

    @Test
    void aPartitionsSnapshotAndSegmentsAreFetchedAndReported() throws Exception {
        orders.closeSegment();

        workers.send(task(orders.table, .5, DEADLINE, 0));
        workers.await();

        assertThat(paths()).hasSize(3).isEqualTo(filesOf(orders.plan(0)));
        assertThat(reports())
                .containsExactly(
                        new PrefetchReport(
                                orders.table,
                                0,
                                .5,
                                NOW,
                                0,
                                Outcome.FETCHED,
                                3,
                                orders.plan(0).bytes(),
                                null));
    }

    @Test
    void theWordToForgetWhatWaitsIsNoTask() throws Exception {
        workers.send(PrefetchTask.halt());
        workers.await();

        assertThat(workers.extractOutputValues()).isEmpty();
    }

    @Test
    void theFilesAreThoseOfTheExpectedTarget() throws Exception {
        long target = orders.now();
        for (int i = 0; i < 3; i++) {
            orders.closeSegment();
        }
        PartitionPlan earlier =
                Planner.list(storage, new TablePartition(orders.table, 0)).plan(target);

        workers.send(task(target));
        workers.await();

        assertThat(paths())
                .isEqualTo(filesOf(earlier))
                .hasSizeLessThan(filesOf(orders.plan(0)).size());
    }

    @Test
    void aTargetThatTheLogDoesNotReachYetOrAnyMoreIsTheNewest() throws Exception {
        for (long target : new long[] {NOW + 1, 1}) {
            workers.send(task(target));
            workers.await();
            orders.closeSegment();
        }

        assertThat(reports())
                .extracting(PrefetchReport::outcome)
                .containsExactly(Outcome.FETCHED, Outcome.FETCHED);
        assertThat(paths()).isEqualTo(filesOf(orders.plan(0)).subList(0, 3));
    }

    private PrefetchTask task(long targetMs) {
        return PrefetchTask.listed(
                new Prediction(orders.table, 0, NOW, DEADLINE, .5, .5, 0, targetMs), 0);
    }

    @Test
    void aRefreshFetchesOnlyTheSegmentsThatClosedSince() throws Exception {
        workers.send(task(orders.table, .5, DEADLINE, 0));
        workers.await();
        int before = paths().size();

        orders.closeSegment();
        workers.send(task(orders.table, .5, DEADLINE, 1));
        workers.await();
        workers.send(task(orders.table, .5, DEADLINE, 2));
        workers.await();

        assertThat(paths().subList(before, paths().size()))
                .containsExactly(orders.plan(0).segments().get(1).path());
        assertThat(reports())
                .extracting(PrefetchReport::outcome)
                .containsExactly(Outcome.FETCHED, Outcome.FETCHED, Outcome.CACHED);
    }

    @Test
    void whatTheServingNodeHasIsNotFetched() throws Exception {
        RunCache node = NodeCache.acquire(CacheSettings.ofMemory(1 << 20));
        try {
            node.addServingSubtask(0);
            filesOf(orders.plan(0)).forEach(f -> node.putDemanded(f, Runs.ofSize(32), 1));

            workers.send(task(orders.table, .5, DEADLINE, 0));
            workers.await();

            assertThat(paths()).isEmpty();
            assertThat(reports())
                    .extracting(PrefetchReport::outcome)
                    .containsExactly(Outcome.CACHED);
        } finally {
            NodeCache.release();
        }
    }

    @Test
    void whatRequestsHaveUsedLeavesTheBudgetToPredictions() throws Exception {
        Orders others = new Orders(storage, "public.others", 1);
        for (int i = 0; i < 20; i++) {
            orders.closeSegment();
            others.closeSegment();
        }
        long cacheBytes = orders.plan(0).bytes() * 4 * 22 / 10;
        RunCache node = NodeCache.acquire(CacheSettings.ofMemory(cacheBytes));
        try {
            node.addServingSubtask(0);
            for (boolean used : new boolean[] {false, true}) {
                workers.close();
                filesOf(orders.plan(0)).forEach(f -> hold(node, f, used));
                start(cacheBytes);

                workers.send(task(orders.table, .9, DEADLINE, 0));
                workers.send(task(others.table, .8, DEADLINE, 0));
                workers.await();

                assertThat(reports())
                        .extracting(PrefetchReport::outcome)
                        .containsExactly(Outcome.CACHED, used ? Outcome.FETCHED : Outcome.NO_ROOM);
            }
        } finally {
            NodeCache.release();
        }
    }

    private static void hold(RunCache node, String path, boolean used) {
        if (used) {
            node.get(path);
        } else {
            node.putPrefetched(path, Runs.ofSize(32), 1, Duration.ofHours(1).toMillis());
        }
        assertThat(node.isUsed(path)).isEqualTo(used);
    }

    @Test
    void theCacheOfANodeThatServesOtherPartitionsDoesNotCount() throws Exception {
        RunCache node = NodeCache.acquire(CacheSettings.ofMemory(1 << 20));
        try {
            node.addServingSubtask(1);
            filesOf(orders.plan(0)).forEach(f -> node.putDemanded(f, Runs.ofSize(32), 1));

            workers.send(task(orders.table, .5, DEADLINE, 0));
            workers.await();

            assertThat(paths()).isEqualTo(filesOf(orders.plan(0)));
        } finally {
            NodeCache.release();
        }
    }

    @Test
    void aTaskWhoseWindowHasPassedIsLate() throws Exception {
        workers.send(task(orders.table, .5, NOW, 0));
        workers.await();

        assertThat(paths()).isEmpty();
        assertThat(reports()).extracting(PrefetchReport::outcome).containsExactly(Outcome.LATE);
        assertThat(TestingFileSystem.opened()).isZero();
    }

    @Test
    void aFileTooLargeForTheCacheIsLeftToTheRequests() throws Exception {
        workers.close();
        start(1);

        workers.send(task(orders.table, .5, DEADLINE, 0));
        workers.await();

        assertThat(paths()).isEmpty();
        assertThat(TestingFileSystem.opened()).isZero();
    }

    @Test
    void aDamagedFileFailsItsPartitionAndTheOthersGoOn() throws Exception {
        Orders damaged = new Orders(storage, "public.damaged", 1);
        String segment = damaged.plan(0).segments().get(0).path();
        Orders.damage(segment);

        workers.send(task("public.damaged", .9, DEADLINE, 0));
        workers.send(task("public.unknown", .8, DEADLINE, 0));
        workers.send(task(orders.table, .1, DEADLINE, 0));
        workers.await();

        assertThat(reports())
                .extracting(PrefetchReport::outcome)
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.FETCHED);
        assertThat(reports().get(0).reason()).contains(segment).contains("checksum");
        assertThat(reports().get(1).reason()).contains("public.unknown");
        assertThat(paths()).contains(damaged.plan(0).snapshot().path()).doesNotContain(segment);
    }

    @Test
    void storageThatRefusesOnceIsTriedAgain() throws Exception {
        TestingFileSystem.refuse(1);

        workers.send(task(orders.table, .5, DEADLINE, 0));
        workers.await();

        assertThat(reports()).extracting(PrefetchReport::outcome).containsExactly(Outcome.FETCHED);
    }

    @Test
    void aSubtaskThatHasClosedDoesNotEndTheWorker() throws Exception {
        function.asyncInvoke(task(orders.table, .9, DEADLINE, 0), new TestingClosedSubtask());

        workers.send(task(orders.table, .5, DEADLINE, 0));
        workers.await();

        assertThat(reports()).extracting(PrefetchReport::outcome).containsExactly(Outcome.CACHED);
    }

    @Test
    void theLastSubtaskEndsTheWorkersAlsoWhenTasksOfClosedOnesWait() throws Exception {
        TestingFileSystem.getStuck();
        workers.send(task(orders.table, .9, DEADLINE, 0));
        for (int i = 0; i < 3; i++) {
            function.asyncInvoke(task("public.t" + i, .1, DEADLINE, 0), new TestingClosedSubtask());
        }

        workers.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("foresnap-prefetch");
    }
}
