package io.foresnap.bench;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import io.foresnap.event.Tick;
import io.foresnap.ranking.PrefetchTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.util.Collector;

/**
 * Lets a benchmark hand a job in the same JVM its requests and ticks when it wants to, and take its
 * prefetch lists. One benchmark at a time.
 */
final class TickFeed {

    static final BlockingQueue<Batch> REQUESTS = new LinkedBlockingQueue<>();
    static final BlockingQueue<Tick> TICKS = new LinkedBlockingQueue<>();
    static final BlockingQueue<PrefetchTask> LISTED = new LinkedBlockingQueue<>();

    /** Never longer: a source that waits emits no watermarks either. */
    private static final long PAUSE_MS = 5;

    /** Counts what has passed through a pipeline. */
    static final AtomicReference<CountDownLatch> PASSING =
            new AtomicReference<>(new CountDownLatch(0));

    private TickFeed() {}

    /** Forgets what a job before has left. */
    static void clear() {
        REQUESTS.clear();
        TICKS.clear();
        LISTED.clear();
    }

    /**
     * Requests of one window: every {@code stride}-th table, {@code each} times.
     *
     * @param tables how many tables there are
     * @param partitions how many partitions each has; a request is for all of them
     */
    record Batch(long fromMs, long windowMs, int tables, int partitions, int stride, int each) {

        /** How many requests it makes. */
        long size() {
            return (long) each * ((tables + stride - 1) / stride);
        }

        void emit(Collector<AcceptedRequest> out) {
            List<Integer> all = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                all.add(partition);
            }
            for (int n = 0; n < each; n++) {
                for (int table = 0; table < tables; table += stride) {
                    // Spread over the window, every table at a place of its own.
                    long place = (table * 2_654_435_761L + n * 40_503L) % windowMs;
                    long timeMs = fromMs + Math.floorMod(place, windowMs);
                    String requester = "requester-" + table % 100;
                    String id = table + "@" + timeMs + "#" + n;
                    BackupRequest request =
                            new BackupRequest(
                                    id, "schema.table_" + table, all, timeMs, requester, timeMs);
                    out.collect(new AcceptedRequest(request, RequestNeeds.unknown(request)));
                }
            }
        }
    }

    /** Takes the next batch of requests, if there is one. */
    static final class RequestFunction implements FlatMapFunction<Long, AcceptedRequest> {
        private static final long serialVersionUID = 1;

        @Override
        public void flatMap(Long number, Collector<AcceptedRequest> out) throws Exception {
            Batch batch = REQUESTS.poll(PAUSE_MS, TimeUnit.MILLISECONDS);
            if (batch != null) {
                batch.emit(out);
            }
        }
    }

    /** Takes the next tick, if there is one. */
    static final class TickFunction implements FlatMapFunction<Long, Tick> {
        private static final long serialVersionUID = 1;

        @Override
        public void flatMap(Long number, Collector<Tick> out) throws Exception {
            Tick tick = TICKS.poll(PAUSE_MS, TimeUnit.MILLISECONDS);
            if (tick != null) {
                out.collect(tick);
            }
        }
    }

    /** Takes what was listed. */
    static final class ListedFunction implements MapFunction<PrefetchTask, PrefetchTask> {
        private static final long serialVersionUID = 1;

        @Override
        public PrefetchTask map(PrefetchTask task) {
            LISTED.add(task);
            return task;
        }
    }

    /** Counts what passes. */
    static final class PassedFunction implements MapFunction<AcceptedRequest, AcceptedRequest> {
        private static final long serialVersionUID = 1;

        @Override
        public AcceptedRequest map(AcceptedRequest request) {
            Objects.requireNonNull(PASSING.get()).countDown();
            return request;
        }
    }
}
