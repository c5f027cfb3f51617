package io.foresnap.decisions;

import io.foresnap.changelog.Storage;
import io.foresnap.metrics.DecisionMetrics;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records decisions; emits nothing. In one subtask, which sees every tick whole. What was heard
 * until a checkpoint is being written when it completes: a process that is killed takes hardly
 * anything with it. A folder that cannot be used costs the record and nothing else.
 */
public final class RecordFunction extends ProcessFunction<DecisionEvent, DecisionEvent>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RecordFunction.class);
    private static final long FILE_BYTES = 4 << 20;
    private static final Duration FILE_AGE = Duration.ofMinutes(5);

    private final String directory;
    private final long maxBytes;
    private final int capacity;
    private final double threshold;
    private transient @Nullable Storage storage;
    private transient @Nullable DecisionWriter writer;
    private transient @Nullable DecisionLog log;
    private transient DecisionMetrics metrics;

    /**
     * @param directory Hadoop URI of the record
     * @param maxBytes most bytes it takes
     * @param capacity most entries of a list
     * @param threshold predictions below it are never listed
     */
    public RecordFunction(String directory, long maxBytes, int capacity, double threshold) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.capacity = capacity;
        this.threshold = threshold;
    }

    @Override
    public void open(OpenContext context) {
        try {
            storage = Storage.open(directory);
            writer =
                    new DecisionWriter(
                            storage,
                            new DecisionWriter.Limits(FILE_BYTES, FILE_AGE.toNanos(), maxBytes));
            log = new DecisionLog(capacity, threshold, writer::write);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Decisions are not recorded: cannot use decisions.directory {}", directory, e);
        }
        DecisionWriter to = writer;
        metrics =
                new DecisionMetrics(
                        getRuntimeContext().getMetricGroup(),
                        () -> to == null ? 0 : to.files(),
                        () -> to == null ? 0 : to.lost());
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {}

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        if (log != null && writer != null) {
            log.checkpoint();
            writer.checkpoint();
        }
    }

    @Override
    public void processElement(DecisionEvent event, Context context, Collector<DecisionEvent> out) {
        metrics.heard();
        if (log == null) {
            metrics.lost();
        } else {
            log.add(event);
        }
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.finish();
            log = null;
        }
        if (writer != null) {
            writer.close();
            writer = null;
        }
        if (storage != null) {
            storage.close();
            storage = null;
        }
    }
}
