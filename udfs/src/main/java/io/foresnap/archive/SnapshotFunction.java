package io.foresnap.archive;

import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.PredictedRequest;
import io.foresnap.event.Tick;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.CoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the snapshots of all tables rolled forward, and reports each. The clock and the predictions
 * are both to be broadcast: every subtask hears everything and answers for the tables whose hash
 * falls to it, wholly, for the first snapshots of a table's partitions belong together.
 *
 * <p>The work is done by threads of its own. Reports leave with the next tick, from the task's
 * thread. Nothing is kept in checkpoints: the listing tells what there is, and what the predictions
 * said is soon said again.
 */
public final class SnapshotFunction
        extends CoProcessFunction<Tick, PredictedRequest, SnapshotReport> {

    private static final long serialVersionUID = 1L;

    private final StorageSettings storageSettings;
    private final SnapshotSettings settings;
    private transient @Nullable Storage storage;
    private transient @Nullable SnapshotWorkers workers;
    private transient Demand demand;
    private transient SnapshotMetrics metrics;
    private transient long lookedMs;

    /**
     * @param storage durable storage
     * @param settings when and how snapshots are made
     */
    public SnapshotFunction(StorageSettings storage, SnapshotSettings settings) {
        this.storageSettings = storage;
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) throws IOException {
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        demand = new Demand();
        lookedMs = Long.MIN_VALUE;
        Storage opened = storageSettings.open();
        storage = opened;
        SnapshotWorkers started =
                new SnapshotWorkers(
                        new SnapshotKeeper(
                                opened,
                                storageSettings.placeholderMatcher(),
                                storageSettings.retry(),
                                new SnapshotPolicy(settings)),
                        demand,
                        table -> Math.floorMod(table.hashCode(), subtasks) == subtask,
                        settings.checkInterval().toMillis(),
                        settings.parallelism());
        workers = started;
        metrics = new SnapshotMetrics(getRuntimeContext().getMetricGroup(), started);
    }

    @Override
    public void processElement1(Tick tick, Context context, Collector<SnapshotReport> out) {
        SnapshotWorkers current = workers;
        if (current == null) {
            throw new IllegalStateException("not open");
        }
        for (SnapshotReport report = current.nextReport();
                report != null;
                report = current.nextReport()) {
            metrics.finished(report);
            out.collect(report);
        }
        if (lookedMs == Long.MIN_VALUE
                || tick.timeMs() - lookedMs >= settings.checkInterval().toMillis()) {
            lookedMs = tick.timeMs();
            current.look(tick.timeMs());
        }
    }

    @Override
    public void processElement2(
            PredictedRequest prediction, Context context, Collector<SnapshotReport> out) {
        demand.hear(prediction);
    }

    @Override
    public void close() throws IOException {
        if (workers != null) {
            workers.close();
            workers = null;
        }
        if (storage != null) {
            storage.close();
            storage = null;
        }
    }
}
