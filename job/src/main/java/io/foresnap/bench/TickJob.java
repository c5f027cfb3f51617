package io.foresnap.bench;

import io.foresnap.event.Tick;
import io.foresnap.job.Learning;
import io.foresnap.job.Settings;
import io.foresnap.job.Times;
import io.foresnap.local.LiveMetrics;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.ranking.PrefetchTask;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The learning part of the main job on a cluster in this JVM, fed by {@link TickFeed}. */
final class TickJob implements AutoCloseable {

    private final FedJob job;
    private double heard;

    /**
     * @param stateBackend where histories are kept
     */
    TickJob(ModelType model, Duration window, HistoryBackend stateBackend) throws IOException {
        Settings settings = settings(model, window);
        job = new FedJob(stateBackend, env -> define(env, settings));
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

    private static void define(StreamExecutionEnvironment env, Settings settings) {
        DataStream<Tick> ticks =
                env.fromSequence(0, Long.MAX_VALUE / 2)
                        .setParallelism(1)
                        .flatMap(new TickFeed.TickFunction())
                        .setParallelism(1)
                        .assignTimestampsAndWatermarks(Times.ofTicks())
                        .setParallelism(1);
        Learning.define(settings, FedJob.requests(env), ticks)
                .tasks()
                .map(new TickFeed.ListedFunction())
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
    }

    /** Hands requests over and waits until the histories have heard them. */
    void hear(TickFeed.Batch batch) throws IOException {
        heard = received() + batch.size();
        TickFeed.REQUESTS.add(batch);
        job.await("requests heard", () -> received() >= heard);
    }

    private static double received() {
        double sum = 0;
        for (int subtask = 0; subtask < FedJob.PARALLELISM; subtask++) {
            sum += LiveMetrics.max("history." + subtask + ".numRecordsIn").orElse(0.0);
        }
        return sum;
    }

    /** Ticks, and waits for the list; it must have an entry. */
    void tick(long timeMs) throws IOException {
        TickFeed.TICKS.add(new Tick(timeMs, true));
        long deadline = System.nanoTime() + FedJob.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            PrefetchTask task = poll();
            if (task == null) {
                job.alive();
            } else if (!task.urgent() && task.tickMs() == timeMs) {
                return;
            }
        }
        throw new IOException("no list within " + FedJob.PATIENCE);
    }

    private static PrefetchTask poll() throws IOException {
        try {
            return TickFeed.LISTED.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a list", e);
        }
    }

    /** Takes a checkpoint. */
    CompletedCheckpointStats checkpoint() throws IOException {
        return job.checkpoint();
    }

    /** Waits until training has nothing left to do. */
    void awaitTraining() throws IOException {
        double[] before = {-1};
        job.await(
                "training done",
                () -> {
                    double now = LiveMetrics.max("foresnap.modelExamples").orElse(0.0);
                    boolean still = now == before[0];
                    before[0] = now;
                    return still;
                });
    }

    @Override
    public void close() throws IOException {
        job.close();
    }
}
