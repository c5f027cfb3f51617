package io.foresnap.bench;

import io.foresnap.history.Access;
import io.foresnap.history.PartitionHistory;
import io.foresnap.history.WallClock;
import io.foresnap.options.ModelType;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;

/**
 * What one prediction tick costs: the job's own operators from history to prefetch list, on two
 * subtasks of a cluster in this JVM.
 */
public final class TickBenchmark {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int REQUESTS_A_WINDOW = 5;
    private static final int WARM_TICKS = 4;

    /** While measured, one table in so many is requested in a window. */
    private static final int STRIDE = 20;

    private final int tables;
    private final int partitions;
    private final ModelType model;
    private final HistoryBackend stateBackend;
    private final PrintWriter out;

    /**
     * @param partitions how many in all
     * @param perTable how many a table has
     * @param stateBackend where histories are kept
     */
    public TickBenchmark(
            int partitions,
            int perTable,
            ModelType model,
            HistoryBackend stateBackend,
            PrintWriter out) {
        this.tables = Math.max(1, partitions / perTable);
        this.partitions = perTable;
        this.model = model;
        this.stateBackend = stateBackend;
        this.out = out;
    }

    /**
     * Measures and prints.
     *
     * @return what a tick costs where a part of the partitions was asked for since the last one
     */
    public TickCost run(int ticks) throws IOException {
        int all = tables * partitions;
        double[] seconds = new double[ticks];
        CompletedCheckpointStats checkpoint;
        out.printf(
                "%,d partitions of %,d tables, %s, 2 subtasks, %s, %d processors%n",
                all, tables, model, stateBackend, Runtime.getRuntime().availableProcessors());
        out.flush();
        try (TickJob job = new TickJob(model, WINDOW, stateBackend)) {
            for (int tick = 0; tick < WARM_TICKS; tick++) {
                job.hear(batch(tick, 1, REQUESTS_A_WINDOW));
                measure(job, tick, all, "warm-up");
            }
            checkpoint = job.checkpoint();
            print("all of it", checkpoint, all);
            for (int n = 0; n < ticks; n++) {
                int tick = WARM_TICKS + n;
                job.hear(batch(tick, STRIDE, 1));
                seconds[n] = measure(job, tick, all, "measured");
            }
            print("since then", job.checkpoint(), all);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            double heap = runtime.totalMemory() - runtime.freeMemory();
            out.printf("heap in use: %.0f bytes a partition%n", heap / all);
        }
        out.printf("serialized history: %d bytes a partition%n", serialized());
        out.flush();
        return TickCost.of(all, seconds, checkpoint);
    }

    private void print(String what, CompletedCheckpointStats checkpoint, int all) {
        out.printf(
                "checkpoint, %-10s %6.2f s, %,6d MiB of state, of these %,6d MiB written: %d bytes"
                        + " a partition%n",
                what + ":",
                checkpoint.getEndToEndDuration() / 1e3,
                checkpoint.getStateSize() >> 20,
                checkpoint.getCheckpointedSize() >> 20,
                checkpoint.getCheckpointedSize() / all);
        out.flush();
    }

    private TickFeed.Batch batch(int tick, int stride, int each) {
        return new TickFeed.Batch(
                tick * WINDOW.toMillis(), WINDOW.toMillis(), tables, partitions, stride, each);
    }

    private double measure(TickJob job, int tick, int all, String what) throws IOException {
        job.awaitTraining();
        long cpu = Stopwatch.cpuNanos();
        long start = System.nanoTime();
        job.tick((tick + 1) * WINDOW.toMillis());
        double seconds = (System.nanoTime() - start) / 1e9;
        double micros = (Stopwatch.cpuNanos() - cpu) / 1e3 / all;
        job.awaitTraining();
        out.printf(
                "%-9s list after %6.2f s, %5.2f us CPU a partition; with training %5.2f us%n",
                what, seconds, micros, (Stopwatch.cpuNanos() - cpu) / 1e3 / all);
        out.flush();
        return seconds;
    }

    /** What a checkpoint writes for a partition with as many requests as the measured ones. */
    private static long serialized() throws IOException {
        PartitionHistory history = new PartitionHistory();
        for (int tick = 0; tick < WARM_TICKS; tick++) {
            for (int n = 0; n < REQUESTS_A_WINDOW; n++) {
                long timeMs = tick * WINDOW.toMillis() + n * 40_503;
                history.hear(new Access(timeMs, 0, 17));
            }
            history.foldBefore(
                    (tick + 1) * WINDOW.toMillis(),
                    WINDOW.toMillis(),
                    new WallClock(WallClock.UTC));
        }
        TypeSerializer<PartitionHistory> serializer =
                TypeInformation.of(PartitionHistory.class)
                        .createSerializer(new SerializerConfigImpl());
        DataOutputSerializer bytes = new DataOutputSerializer(4096);
        serializer.serialize(history, bytes);
        return bytes.length();
    }
}
