package io.foresnap.bench;

import io.foresnap.event.AcceptedRequest;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Passes requests on, and counts them for each key: about the least that state can be. */
final class LoadCounter extends KeyedProcessFunction<String, AcceptedRequest, AcceptedRequest> {

    private static final long serialVersionUID = 1;

    /** As histories have one; none runs out in a benchmark. */
    private static final Duration TIME_TO_LIVE = Duration.ofDays(28);

    private transient ValueState<Long> seen;

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<Long> descriptor = new ValueStateDescriptor<>("seen", Types.LONG);
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(TIME_TO_LIVE).disableCleanupInBackground().build());
        seen = getRuntimeContext().getState(descriptor);
    }

    @Override
    public void processElement(
            AcceptedRequest request, Context context, Collector<AcceptedRequest> out)
            throws Exception {
        Long known = seen.value();
        seen.update(known == null ? 1 : known + 1);
        out.collect(request);
    }
}
