package io.foresnap.job;

import io.foresnap.event.Tick;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** How time flows: ticks alone drive it. */
public final class Times {

    /**
     * The watermark follows each tick at once: when an operator sees it, everything that the tick
     * caused upstream has arrived.
     */
    public static WatermarkStrategy<Tick> ofTicks() {
        return WatermarkStrategy.<Tick>forGenerator(context -> new AtEachTick())
                .withTimestampAssigner((tick, recorded) -> tick.timeMs());
    }

    /**
     * For streams that meet the ticks: a silent stream of requests, or training that still works on
     * an earlier tick, must not hold the clock back.
     */
    static <T> WatermarkStrategy<T> neverHoldsBack() {
        return WatermarkStrategy.<T>forGenerator(context -> new AlwaysComplete<>())
                .withTimestampAssigner((record, recorded) -> recorded);
    }

    private static final class AtEachTick implements WatermarkGenerator<Tick> {

        @Override
        public void onEvent(Tick tick, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(tick.timeMs()));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    private static final class AlwaysComplete<T> implements WatermarkGenerator<T> {

        @Override
        public void onEvent(T record, long timestamp, WatermarkOutput output) {}

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.emitWatermark(new Watermark(Long.MAX_VALUE));
        }
    }

    private Times() {}
}
