package io.foresnap.job;

import io.foresnap.event.Tick;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** Takes what a clock emits. */
final class TestingTicks implements ReaderOutput<Tick> {

    private final List<Tick> emitted = new ArrayList<>();

    List<Tick> emitted() {
        return emitted;
    }

    @Override
    public void collect(Tick tick) {
        emitted.add(tick);
    }

    @Override
    public void collect(Tick tick, long timestamp) {
        emitted.add(tick);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<Tick> createOutputForSplit(String splitId) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
}
