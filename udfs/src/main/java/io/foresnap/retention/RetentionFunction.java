package io.foresnap.retention;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.Tick;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs retention now and then, in a thread of its own: ticks of the clock say when. What a run came
 * to leaves with the next tick. Needs no state: what is to do is listed each time. One subtask
 * works, should there be more.
 */
public final class RetentionFunction extends ProcessFunction<Tick, RetentionSummary> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RetentionFunction.class);

    private final StorageSettings storageSettings;
    private final RetentionSettings settings;
    private final Duration interval;
    private transient @Nullable Storage storage;
    private transient @Nullable Retention retention;
    private transient @Nullable ExecutorService thread;
    private transient @Nullable ConcurrentLinkedQueue<RetentionSummary> done;
    private transient @Nullable RetentionMetrics metrics;
    private transient @Nullable Future<?> running;
    private transient long lastMs;
    private transient boolean works;

    /**
     * @param storage durable storage
     * @param settings what is kept
     * @param interval time of the job's clock from one run to the next; zero for never
     */
    public RetentionFunction(
            StorageSettings storage, RetentionSettings settings, Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException(
                    "retention.interval must not be negative, but is " + interval);
        }
        this.storageSettings = storage;
        this.settings = settings;
        this.interval = interval;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        works =
                !interval.isZero()
                        && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
        metrics = new RetentionMetrics(getRuntimeContext().getMetricGroup());
        done = new ConcurrentLinkedQueue<>();
        lastMs = Long.MIN_VALUE;
        Storage open = storageSettings.open();
        storage = open;
        retention = new Retention(open, storageSettings.placeholderMatcher(), settings);
        thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread worker = new Thread(task, "foresnap-retention");
                            worker.setDaemon(true);
                            worker.setPriority(Thread.MIN_PRIORITY);
                            return worker;
                        });
    }

    @Override
    public void processElement(Tick tick, Context context, Collector<RetentionSummary> out) {
        ConcurrentLinkedQueue<RetentionSummary> finished = done;
        ExecutorService worker = thread;
        RetentionMetrics counted = metrics;
        if (finished == null || worker == null || counted == null) {
            throw new IllegalStateException("not open");
        }
        for (RetentionSummary each = finished.poll(); each != null; each = finished.poll()) {
            counted.ran(each);
            out.collect(each);
        }
        boolean due = lastMs == Long.MIN_VALUE || tick.timeMs() - lastMs >= interval.toMillis();
        if (works && due && (running == null || running.isDone())) {
            lastMs = tick.timeMs();
            running = worker.submit(() -> finished.add(run(tick.timeMs())));
        }
    }

    private RetentionSummary run(long nowMs) {
        Storage open = storage;
        Retention keeper = retention;
        if (open == null || keeper == null) {
            throw new IllegalStateException("not open");
        }
        long started = System.nanoTime();
        RetentionReport report = new RetentionReport();
        String failure = null;
        try {
            keeper.run(Catalog.tables(open), nowMs, report);
        } catch (IOException | RuntimeException e) {
            // The next run goes on where this one broke off.
            failure = Retry.reason(e);
            LOG.warn("Retention broke off: {}", failure, e);
        }
        report.snapshots().forEach(made -> LOG.info("Made a snapshot of {}", made));
        report.leftAlone().forEach(why -> LOG.warn("Left alone by retention: {}", why));
        return RetentionSummary.of(
                nowMs, (System.nanoTime() - started) / 1_000_000, report, failure);
    }

    /** Waits until nothing runs, for tests. */
    void await() throws Exception {
        if (running != null) {
            running.get();
        }
    }

    @Override
    public void close() throws Exception {
        if (thread != null) {
            thread.shutdownNow();
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Retention still waits for storage; left to end by itself");
            }
        }
        if (storage != null) {
            storage.close();
        }
    }
}
