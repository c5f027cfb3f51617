package io.foresnap.bench;

import io.foresnap.event.Tick;
import io.foresnap.job.Learning;
import io.foresnap.job.Settings;
import io.foresnap.job.Times;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.LiveMetrics;
import io.foresnap.local.LiveMetricsReporter;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.ranking.PrefetchTask;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The learning part of the main job on a cluster in this JVM, fed by {@link TickFeed}. */
final class TickJob implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int PARALLELISM = 2;

    private final EmbeddedFlink flink;
    private final JobID job;
    private double heard;

    /**
     * @param stateBackend {@code hashmap} or {@code rocksdb}
     */
    TickJob(ModelType model, Duration window, String stateBackend) throws IOException {
        TickFeed.REQUESTS.clear();
        TickFeed.TICKS.clear();
        TickFeed.LISTED.clear();
        Configuration cluster = new Configuration();
        cluster.set(RestOptions.PORT, 0);
        cluster.set(RestOptions.BIND_PORT, "0");
        // What is measured is the tick; a checkpoint would fall into one and not into another.
        cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofDays(1));
        cluster.set(StateBackendOptions.STATE_BACKEND, stateBackend);
        cluster.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        LiveMetricsReporter.enable(cluster);
        flink = EmbeddedFlink.start(cluster, PARALLELISM + 1);
        job = flink.submit(define(flink.environment(), settings(model, window)));
        flink.awaitRunning(job, PATIENCE);
    }

    private static Settings settings(ModelType model, Duration window) {
        Configuration options = new Configuration();
        options.set(ForesnapOptions.MODEL_TYPE, model);
        options.set(ForesnapOptions.PREDICTION_INTERVAL, window);
        options.set(ForesnapOptions.REFRESH_INTERVAL, window);
        options.set(ForesnapOptions.MIN_PROBABILITY, 0.0);
        // Required of the whole job; the learning part opens neither.
        options.set(ForesnapOptions.STORAGE_ROOT, "file:///nowhere");
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, "nowhere:1");
        return new Settings(options);
    }

    private static StreamExecutionEnvironment define(
            StreamExecutionEnvironment env, Settings settings) {
        env.configure(
                new Configuration()
                        .set(PipelineOptions.NAME, "ticks")
                        .set(PipelineOptions.GENERIC_TYPES, false));
        env.setParallelism(PARALLELISM);
        DataStream<Tick> ticks =
                env.fromSequence(0, Long.MAX_VALUE / 2)
                        .setParallelism(1)
                        .flatMap(new TickFeed.TickFunction())
                        .setParallelism(1)
                        .assignTimestampsAndWatermarks(Times.ofTicks())
                        .setParallelism(1);
        Learning.define(
                        settings,
                        env.fromSequence(0, Long.MAX_VALUE / 2)
                                .setParallelism(1)
                                .flatMap(new TickFeed.RequestFunction())
                                .setParallelism(1),
                        ticks)
                .tasks()
                .map(new TickFeed.ListedFunction())
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return env;
    }

    /** Hands requests over and waits until the histories have heard them. */
    void hear(TickFeed.Batch batch) throws IOException {
        heard = received() + batch.size();
        TickFeed.REQUESTS.add(batch);
        await("requests heard", () -> received() >= heard);
    }

    private static double received() {
        double sum = 0;
        for (int subtask = 0; subtask < PARALLELISM; subtask++) {
            sum += LiveMetrics.max("history." + subtask + ".numRecordsIn").orElse(0.0);
        }
        return sum;
    }

    /** Ticks, and waits for the list; it must have an entry. */
    void tick(long timeMs) throws IOException {
        TickFeed.TICKS.add(new Tick(timeMs, true));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            PrefetchTask task = poll();
            if (task == null) {
                alive();
            } else if (!task.urgent() && task.tickMs() == timeMs) {
                return;
            }
        }
        throw new IOException("no list within " + PATIENCE);
    }

    private static PrefetchTask poll() throws IOException {
        try {
            return TickFeed.LISTED.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a list", e);
        }
    }

    /**
     * Takes a checkpoint; with RocksDB it is incremental.
     *
     * @return its statistics
     */
    CompletedCheckpointStats checkpoint() throws IOException {
        return flink.checkpoint(job);
    }

    /** Waits until training has nothing left to do. */
    void awaitTraining() throws IOException {
        double[] before = {-1};
        await(
                "training done",
                () -> {
                    double now = LiveMetrics.max("foresnap.modelExamples").orElse(0.0);
                    boolean still = now == before[0];
                    before[0] = now;
                    return still;
                });
    }

    private void await(String what, BooleanSupplier holds) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("not within " + PATIENCE + ": " + what);
            }
            alive();
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted: " + what, e);
            }
        }
    }

    private void alive() throws IOException {
        if (flink.failed(job)) {
            throw new IOException("the job has failed; its log says why");
        }
    }

    @Override
    public void close() throws IOException {
        flink.close();
    }
}
