package io.foresnap.features;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.history.RequesterHabits;
import io.foresnap.history.Sign;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Learns which table a requester asks for after which, and tells the tables that habitually follow
 * the one of a request. Passes requests on. Keyed by {@link #key}.
 */
public final class SuccessionFunction
        extends KeyedProcessFunction<String, AcceptedRequest, HistoryEvent> {

    private static final long serialVersionUID = 1;

    private final Duration timeToLive;
    private transient ValueState<RequesterHabits> habits;

    /**
     * @param timeToLive how long a requester who asks for nothing is remembered
     */
    public SuccessionFunction(Duration timeToLive) {
        this.timeToLive = timeToLive;
    }

    /** The requester; requests of nobody are spread by their tables. */
    public static String key(AcceptedRequest accepted) {
        BackupRequest request = accepted.request();
        return request.requester().isEmpty()
                ? "table " + request.table()
                : "requester " + request.requester();
    }

    /** A requester's habits. */
    static ValueStateDescriptor<RequesterHabits> descriptor(Duration timeToLive) {
        ValueStateDescriptor<RequesterHabits> descriptor =
                new ValueStateDescriptor<>("habits", TypeInformation.of(RequesterHabits.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive).build());
        return descriptor;
    }

    @Override
    public void open(OpenContext context) {
        habits = getRuntimeContext().getState(descriptor(timeToLive));
    }

    @Override
    public void processElement(
            AcceptedRequest accepted, Context context, Collector<HistoryEvent> out)
            throws Exception {
        out.collect(HistoryEvent.of(accepted));
        BackupRequest request = accepted.request();
        if (request.requester().isEmpty()) {
            return;
        }
        RequesterHabits known = habits.value();
        RequesterHabits own = known == null ? new RequesterHabits() : known;
        for (Sign sign : own.hear(request.table(), request.requestedAtMs())) {
            out.collect(HistoryEvent.of(sign, request.requester().hashCode()));
        }
        habits.update(own);
    }
}
