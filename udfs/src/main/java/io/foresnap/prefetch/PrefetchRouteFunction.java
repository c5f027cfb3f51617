package io.foresnap.prefetch;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Parts the workers' output: reports go on, cached segments leave to the serving nodes. */
public final class PrefetchRouteFunction extends ProcessFunction<PrefetchOutput, PrefetchReport> {

    private static final long serialVersionUID = 1L;

    /** Chunks of runs for the serving nodes. */
    public static final OutputTag<RunChunk> SEGMENTS = new OutputTag<>("cached-segments") {};

    private transient @Nullable PrefetchMetrics metrics;

    @Override
    public void open(OpenContext context) {
        metrics = new PrefetchMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(
            PrefetchOutput output, Context context, Collector<PrefetchReport> out) {
        RunChunk chunk = output.chunk();
        if (chunk != null) {
            // Takes as long as the serving node is busy: only then there is room for more.
            context.output(SEGMENTS, chunk);
            PrefetchFunction.left(output);
        }
        PrefetchReport report = output.report();
        if (report != null) {
            if (metrics != null) {
                metrics.finished(report);
            }
            out.collect(report);
        }
    }
}
