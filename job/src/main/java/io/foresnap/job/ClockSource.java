package io.foresnap.job;

import io.foresnap.event.Tick;
import io.foresnap.event.VirtualClock;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The prediction clock as a source: one tick each refresh interval of the job's clock, at its whole
 * multiples. Ticks that were missed while the job was down are skipped up to the newest prediction
 * tick: nobody needs to know what would have been likely then.
 *
 * <p>One split, the next tick's time, read by one subtask.
 */
final class ClockSource implements Source<Tick, ClockSplit, List<ClockSplit>> {

    private static final long serialVersionUID = 1L;

    private final VirtualClock clock;
    private final long refreshMs;
    private final long predictionMs;

    /**
     * @param refreshMs time between ticks; divides {@code predictionMs}
     * @param predictionMs time between ticks that make predictions
     */
    ClockSource(VirtualClock clock, long refreshMs, long predictionMs) {
        this.clock = clock;
        this.refreshMs = refreshMs;
        this.predictionMs = predictionMs;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Tick, ClockSplit> createReader(SourceReaderContext context) {
        return new ClockReader(clock, refreshMs, predictionMs);
    }

    @Override
    public SplitEnumerator<ClockSplit, List<ClockSplit>> createEnumerator(
            SplitEnumeratorContext<ClockSplit> context) {
        return new ClockEnumerator(context, List.of(new ClockSplit(Long.MIN_VALUE)));
    }

    @Override
    public SplitEnumerator<ClockSplit, List<ClockSplit>> restoreEnumerator(
            SplitEnumeratorContext<ClockSplit> context, List<ClockSplit> unassigned) {
        return new ClockEnumerator(context, unassigned);
    }

    @Override
    public SimpleVersionedSerializer<ClockSplit> getSplitSerializer() {
        return new ClockSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<List<ClockSplit>> getEnumeratorCheckpointSerializer() {
        return new ClockSplit.ListSerializer();
    }
}
