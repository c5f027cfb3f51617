package io.foresnap.decisions;

import io.foresnap.changelog.Storage;
import io.foresnap.metrics.DecisionMetrics;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Records decisions; emits nothing. In one subtask, which sees every tick whole. Not checkpointed:
 * after a failure a few minutes are missing from the record.
 */
public final class RecordFunction extends ProcessFunction<DecisionEvent, DecisionEvent> {

    private static final long serialVersionUID = 1L;
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
    public void open(OpenContext context) throws IOException {
        Storage opened = Storage.open(directory);
        DecisionWriter to =
                new DecisionWriter(
                        opened,
                        new DecisionWriter.Limits(FILE_BYTES, FILE_AGE.toNanos(), maxBytes));
        storage = opened;
        writer = to;
        log = new DecisionLog(capacity, threshold, to::write);
        metrics = new DecisionMetrics(getRuntimeContext().getMetricGroup(), to::files, to::lost);
    }

    @Override
    public void processElement(DecisionEvent event, Context context, Collector<DecisionEvent> out) {
        if (log != null) {
            metrics.heard();
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
