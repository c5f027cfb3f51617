package io.foresnap.ingest;

import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.metrics.PublishMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Publishes staged segments when the checkpoint that covers them is complete. One subtask for all
 * tables: it only renames, and the order in which things appear is what readers rely on.
 */
@SuppressWarnings("NullAway.Init") // What is transient is set by open() or initializeState().
public final class PublishFunction extends ProcessFunction<Staged, Void>
        implements CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1L;

    private final ArchiveSettings settings;
    private transient Publisher publisher;
    private transient Storage storage;
    private transient ListState<Staged> waitingState;
    private transient ListState<Staged> progressState;

    /** Staged since the last checkpoint began. */
    private transient List<Staged> incoming;

    private transient Map<TablePartition, Staged> progress;

    /** Covered by checkpoints that are under way. */
    private transient TreeMap<Long, Batch> covered;

    private transient volatile int waiting;
    private transient volatile long oldestMs = Long.MIN_VALUE;

    private record Batch(List<Staged> staged, Collection<Staged> progress) {}

    /**
     * @param settings what the archiving operators need to know
     */
    public PublishFunction(ArchiveSettings settings) {
        this.settings = settings;
    }

    static ListStateDescriptor<Staged> descriptor(String name) {
        return new ListStateDescriptor<>(name, TypeInformation.of(Staged.class));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        waitingState = context.getOperatorStateStore().getListState(descriptor("waiting"));
        progressState = context.getOperatorStateStore().getListState(descriptor("progress"));
        incoming = new ArrayList<>();
        progress = new HashMap<>();
        covered = new TreeMap<>();
        for (Staged known : progressState.get()) {
            progress.put(known.of(), known);
        }
    }

    @Override
    public void open(OpenContext context) throws Exception {
        storage = settings.storage().open();
        publisher =
                new Publisher(
                        storage,
                        settings.storage().retry(),
                        settings.markIntervalMs(),
                        new PublishMetrics(
                                getRuntimeContext().getMetricGroup(), () -> waiting, this::lagMs));
        // A restored checkpoint is a complete one.
        List<Staged> restored = new ArrayList<>();
        waitingState.get().forEach(restored::add);
        publish(new Batch(restored, progress.values()));
    }

    @Override
    public void processElement(Staged staged, Context context, Collector<Void> out) {
        if (staged.segment() != null) {
            incoming.add(staged);
        }
        progress.put(
                staged.of(),
                new Staged(
                        staged.of(),
                        staged.partitions(),
                        null,
                        List.of(),
                        staged.end(),
                        staged.completeMs()));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        covered.put(context.getCheckpointId(), new Batch(incoming, List.copyOf(progress.values())));
        incoming = new ArrayList<>();
        List<Staged> waiting = new ArrayList<>();
        covered.values().forEach(batch -> waiting.addAll(batch.staged()));
        waitingState.update(waiting);
        progressState.update(List.copyOf(progress.values()));
        count();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws IOException {
        Map<Long, Batch> complete = covered.headMap(checkpointId, true);
        if (complete.isEmpty()) {
            return;
        }
        List<Staged> staged = new ArrayList<>();
        Collection<Staged> reached = List.of();
        for (Batch batch : complete.values()) {
            staged.addAll(batch.staged());
            reached = batch.progress();
        }
        publish(new Batch(staged, reached));
        complete.clear();
        count();
    }

    private void publish(Batch batch) throws IOException {
        publisher.publish(batch.staged(), batch.progress(), System.currentTimeMillis());
    }

    /** For the gauges, which other threads read. */
    private void count() {
        waiting = covered.values().stream().mapToInt(b -> b.staged().size()).sum();
        oldestMs =
                Publisher.byTable(progress.values()).values().stream()
                        .mapToLong(Publisher::completeMs)
                        .min()
                        .orElse(Long.MIN_VALUE);
    }

    private long lagMs() {
        long oldest = oldestMs;
        return oldest == Long.MIN_VALUE ? -1 : System.currentTimeMillis() - oldest;
    }

    @Override
    public void close() throws IOException {
        if (storage != null) {
            storage.close();
        }
    }
}
