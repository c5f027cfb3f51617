package io.foresnap.job;

import io.foresnap.event.Tick;
import io.foresnap.event.VirtualClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/** Emits each tick when its time has come. */
final class ClockReader implements SourceReader<Tick, ClockSplit> {

    private final SteadyClock clock;
    private final long refreshMs;
    private final long predictionMs;
    private @Nullable ClockSplit split;
    private CompletableFuture<Void> available = new CompletableFuture<>();

    ClockReader(VirtualClock clock, long refreshMs, long predictionMs) {
        this(SteadyClock.of(clock, refreshMs), refreshMs, predictionMs);
    }

    ClockReader(SteadyClock clock, long refreshMs, long predictionMs) {
        this.clock = clock;
        this.refreshMs = refreshMs;
        this.predictionMs = predictionMs;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<Tick> output) {
        ClockSplit current = split;
        if (current == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        long next = withoutMissed(current.nextMs());
        long wait = clock.machineMillisUntil(next);
        if (wait > 0) {
            split = new ClockSplit(next);
            available =
                    new CompletableFuture<Void>()
                            .completeOnTimeout(null, wait, TimeUnit.MILLISECONDS);
            return InputStatus.NOTHING_AVAILABLE;
        }
        output.collect(new Tick(next, next % predictionMs == 0), next);
        split = new ClockSplit(next + refreshMs);
        return InputStatus.MORE_AVAILABLE;
    }

    /** The tick to go on with: not one that a newer prediction tick has overtaken. */
    private long withoutMissed(long next) {
        long now = clock.nowMs();
        long newestPrediction = now - Math.floorMod(now, predictionMs);
        if (next == Long.MIN_VALUE) {
            return now - Math.floorMod(now, refreshMs) + refreshMs;
        }
        return Math.max(next, newestPrediction);
    }

    @Override
    public List<ClockSplit> snapshotState(long checkpointId) {
        ClockSplit current = split;
        return current == null ? List.of() : List.of(current);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<ClockSplit> splits) {
        // Restored twice after a failure in between: the later tick wins.
        for (ClockSplit added : splits) {
            ClockSplit current = split;
            if (current == null || added.nextMs() > current.nextMs()) {
                split = added;
            }
        }
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
}
