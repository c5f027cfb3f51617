package io.foresnap.bench;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.LiveMetricsReporter;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job on a cluster in this JVM, fed by {@link TickFeed}; checkpoints only when told to. */
final class FedJob implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(10);
    static final int PARALLELISM = 2;

    private final EmbeddedFlink flink;
    private final JobID job;

    /**
     * @param stateBackend where state is kept
     * @param definition adds the operators
     */
    FedJob(HistoryBackend stateBackend, Consumer<StreamExecutionEnvironment> definition)
            throws IOException {
        TickFeed.clear();
        flink = EmbeddedFlink.start(cluster(stateBackend), PARALLELISM + 1);
        StreamExecutionEnvironment env = flink.environment();
        env.configure(
                new Configuration()
                        .set(PipelineOptions.NAME, "ticks")
                        .set(PipelineOptions.GENERIC_TYPES, false));
        env.setParallelism(PARALLELISM);
        definition.accept(env);
        job = flink.submit(env);
        flink.awaitRunning(job, PATIENCE);
    }

    private static Configuration cluster(HistoryBackend stateBackend) {
        Configuration cluster = new Configuration();
        cluster.set(RestOptions.PORT, 0);
        cluster.set(RestOptions.BIND_PORT, "0");
        // What is measured is the tick; a checkpoint would fall into one and not into another.
        cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofDays(1));
        cluster.set(StateBackendOptions.STATE_BACKEND, stateBackend.name());
        cluster.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        LiveMetricsReporter.enable(cluster);
        return cluster;
    }

    /** Requests as {@link TickFeed} is given them. */
    static DataStream<AcceptedRequest> requests(StreamExecutionEnvironment env) {
        return env.fromSequence(0, Long.MAX_VALUE / 2)
                .setParallelism(1)
                .flatMap(new TickFeed.RequestFunction())
                .setParallelism(1);
    }

    /**
     * Takes a checkpoint; with RocksDB it is incremental.
     *
     * @return its statistics
     */
    CompletedCheckpointStats checkpoint() throws IOException {
        return flink.checkpoint(job);
    }

    void await(String what, BooleanSupplier holds) throws IOException {
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

    /** Throws when the job has ended. */
    void alive() throws IOException {
        if (flink.failed(job)) {
            throw new IOException("the job has failed; its log says why");
        }
    }

    @Override
    public void close() throws IOException {
        flink.close();
    }
}
