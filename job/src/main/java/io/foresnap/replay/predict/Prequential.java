package io.foresnap.replay.predict;

import io.foresnap.event.BackupRequest;
import io.foresnap.features.Playback;
import io.foresnap.history.Access;
import io.foresnap.history.WallClock;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * Plays a trace tick by tick in strict order of time. Features are made once, for all contenders;
 * each contender sees the ticks in order, so that the threads change nothing but the time it takes.
 */
final class Prequential {

    private static final int ROWS_IN_A_BATCH = 20_000;
    private static final int BATCHES_UNDER_WAY = 4;

    private final Trace trace;
    private final TickGrid grid;
    private final Playback playback;
    private final CpuClock cpu = new CpuClock();
    private int nextRequest;
    private double featureMicros;
    private long featuresMade;

    Prequential(Trace trace, TickGrid grid) {
        this.trace = trace;
        this.grid = grid;
        this.playback =
                new Playback(
                        grid.windowMs(),
                        ForesnapOptions.TRAINING_EXAMPLES.defaultValue(),
                        WallClock.UTC);
    }

    /** A tick's number and what is known at it. */
    private record Tick(int number, Playback.Known known) {}

    /**
     * Plays the whole trace.
     *
     * @param followers contenders who need what the others predicted at a tick
     * @param done told how many ticks are done
     */
    void play(
            List<? extends Contender> contenders,
            List<? extends Contender> followers,
            IntConsumer done)
            throws InterruptedException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        Map<Contender, CompletableFuture<Void>> last = new HashMap<>();
        Deque<CompletableFuture<Void>> underWay = new ArrayDeque<>();
        try {
            for (int tick = 0; tick < grid.ticks(); ) {
                List<Tick> batch = batch(tick);
                tick += batch.size();
                CompletableFuture<Void> led =
                        start(
                                contenders,
                                batch,
                                CompletableFuture.completedFuture(null),
                                last,
                                threads);
                underWay.add(start(followers, batch, led, last, threads));
                if (underWay.size() > BATCHES_UNDER_WAY) {
                    await(underWay.remove());
                }
                done.accept(tick);
            }
            for (CompletableFuture<Void> each : underWay) {
                await(each);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Each contender takes a batch when it has done the one before: one that is slow for a while,
     * growing its trees, does not make the others wait.
     *
     * @param after what has to be done first
     * @return all of it and what had to be done first
     */
    private static CompletableFuture<Void> start(
            List<? extends Contender> contenders,
            List<Tick> batch,
            CompletableFuture<Void> after,
            Map<Contender, CompletableFuture<Void>> last,
            ExecutorService threads) {
        CompletableFuture<Void> all = after;
        for (Contender contender : contenders) {
            CompletableFuture<Void> before =
                    last.getOrDefault(contender, CompletableFuture.completedFuture(null));
            CompletableFuture<Void> own =
                    CompletableFuture.allOf(before, after)
                            .thenRunAsync(
                                    () -> batch.forEach(t -> contender.tick(t.number, t.known)),
                                    threads);
            last.put(contender, own);
            all = CompletableFuture.allOf(all, own);
        }
        return all;
    }

    /** CPU time of making one partition's features at a tick, microseconds. */
    double featureMicrosEach() {
        return featuresMade == 0 ? 0 : featureMicros / featuresMade;
    }

    private List<Tick> batch(int from) {
        double start = cpu.micros();
        List<Tick> batch = new ArrayList<>();
        long rows = 0;
        for (int tick = from; tick < grid.ticks() && rows < ROWS_IN_A_BATCH; tick++) {
            Playback.Known known = at(grid.timeMs(tick));
            batch.add(new Tick(tick, known));
            rows += known.made().size();
        }
        featureMicros += cpu.micros() - start;
        featuresMade += rows;
        return batch;
    }

    private Playback.Known at(long tickMs) {
        List<Request> requests = trace.requests();
        while (nextRequest < requests.size() && requests.get(nextRequest).timeMs() < tickMs) {
            hear(requests.get(nextRequest++));
        }
        return playback.tick(tickMs);
    }

    // The entity's number stands for the partition's: a trace may write one partition in two ways.
    private void hear(Request request) {
        Trace.Entity entity = trace.entities().get(request.entity());
        playback.hear(entity.table(), request.entity(), access(request));
    }

    /** What the job would have heard of a request. */
    static Access access(Request request) {
        return Access.of(
                new BackupRequest(
                        "",
                        "",
                        List.of(),
                        request.targetTimeMs(),
                        request.requester(),
                        request.timeMs()));
    }

    private static void await(CompletableFuture<Void> working) throws InterruptedException {
        try {
            working.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a model failed: " + e.getCause(), e);
        }
    }
}
