package io.foresnap.features;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.history.RecentRequests;
import io.foresnap.history.RequesterHabits;
import io.foresnap.history.Sign;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Learns which table a requester asks for after which and how soon it asks again, and tells the
 * tables that habitually follow the one of a request. Passes requests on, with how soon their
 * requester asks again; that it was seen leaves by {@link #SEEN}. Keyed by {@link #key}.
 */
public final class SuccessionFunction
        extends KeyedProcessFunction<String, AcceptedRequest, HistoryEvent> {

    /** Which requesters were seen when; for all subtasks of the history. */
    public static final OutputTag<RequesterSeen> SEEN =
            new OutputTag<>("seen", TypeInformation.of(RequesterSeen.class));

    private static final long serialVersionUID = 2;

    /** A requester is told of so often in a window at most. */
    private static final int TOLD_A_WINDOW = 16;

    private final Duration timeToLive;
    private final long toldEveryMs;
    private transient ValueState<RequesterHabits> habits;
    private transient ValueState<RecentRequests> recent;

    /**
     * @param timeToLive how long a requester who asks for nothing is remembered
     * @param window the time ahead that a probability is about
     */
    public SuccessionFunction(Duration timeToLive, Duration window) {
        this.timeToLive = timeToLive;
        this.toldEveryMs = toldEveryMs(window.toMillis());
    }

    /** How often at most it is told that a requester was seen, milliseconds. */
    static long toldEveryMs(long windowMs) {
        return windowMs / TOLD_A_WINDOW;
    }

    /** The requester; requests of nobody are spread by their tables. */
    public static String key(AcceptedRequest accepted) {
        BackupRequest request = accepted.request();
        return request.requester().isEmpty()
                ? "table " + request.table()
                : "requester " + request.requester();
    }

    /** A requester's habits. */
    public static ValueStateDescriptor<RequesterHabits> descriptor(Duration timeToLive) {
        ValueStateDescriptor<RequesterHabits> descriptor =
                new ValueStateDescriptor<>("habits", TypeInformation.of(RequesterHabits.class));
        descriptor.enableTimeToLive(expiry(timeToLive));
        return descriptor;
    }

    /** Looks at one other requester at each access: Flink's five took a sixth of the time here. */
    private static StateTtlConfig expiry(Duration timeToLive) {
        return StateTtlConfig.newBuilder(timeToLive).cleanupIncrementally(1, false).build();
    }

    /** A requester's newest requests. No tick clears it here as it does in the history. */
    private static ValueStateDescriptor<RecentRequests> recentDescriptor(Duration timeToLive) {
        ValueStateDescriptor<RecentRequests> descriptor =
                new ValueStateDescriptor<>(
                        "recent-requests", TypeInformation.of(RecentRequests.class));
        descriptor.enableTimeToLive(expiry(timeToLive));
        return descriptor;
    }

    @Override
    public void open(OpenContext context) {
        habits = getRuntimeContext().getState(descriptor(timeToLive));
        recent = getRuntimeContext().getState(recentDescriptor(timeToLive));
    }

    @Override
    public void processElement(
            AcceptedRequest accepted, Context context, Collector<HistoryEvent> out)
            throws Exception {
        BackupRequest request = accepted.request();
        if (request.requester().isEmpty()) {
            out.collect(HistoryEvent.of(accepted));
            return;
        }
        // As a backup's identity: a script may give all of its tables one request id.
        if (!isNew(request.table() + '\n' + request.requestId())) {
            return;
        }
        RequesterHabits known = habits.value();
        RequesterHabits own = known == null ? new RequesterHabits() : known;
        long timeMs = request.requestedAtMs();
        int requester = request.requester().hashCode();
        List<Sign> signs = own.hear(request.table(), timeMs);
        out.collect(HistoryEvent.of(accepted, own.gaps.packed()));
        signs.forEach(sign -> out.collect(HistoryEvent.of(sign, requester)));
        if (own.tells(timeMs, toldEveryMs)) {
            context.output(SEEN, new RequesterSeen(requester, timeMs));
        }
        habits.update(own);
    }

    /** Kafka may deliver a request twice: that is no habit. */
    private boolean isNew(String requestId) throws Exception {
        RecentRequests known = recent.value();
        RecentRequests ids = known == null ? new RecentRequests() : known;
        if (!ids.add(requestId)) {
            return false;
        }
        recent.update(ids);
        return true;
    }
}
