package io.foresnap.features;

import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import io.foresnap.event.Tick;
import io.foresnap.history.Access;
import io.foresnap.history.LikelyTarget;
import io.foresnap.history.PartitionHistory;
import io.foresnap.history.RecentRequests;
import io.foresnap.history.RequesterTimes;
import io.foresnap.history.Sign;
import io.foresnap.history.TableSigns;
import io.foresnap.history.TargetHabits;
import io.foresnap.history.WallClock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the access-pattern history, keyed by table, and turns it into features at each predicting
 * tick. When a window has closed, the features made at its beginning leave by {@link #EXAMPLES}
 * with what happened in it.
 *
 * <p>Records leave with the tick's timestamp; watermarks must not pass a tick's time before the
 * tick itself.
 */
public final class HistoryFunction
        extends KeyedBroadcastProcessFunction<String, HistoryEvent, Signal, PartitionFeatures> {

    /** Labelled examples of the windows that closed. */
    public static final OutputTag<TrainingExample> EXAMPLES =
            new OutputTag<>("examples", TypeInformation.of(TrainingExample.class));

    /** What is expected of requesters who have just asked for another table. */
    public static final OutputTag<Successor> SUCCESSORS =
            new OutputTag<>("successors", TypeInformation.of(Successor.class));

    private static final MapStateDescriptor<Integer, RequesterTimes> REQUESTERS =
            new MapStateDescriptor<>(
                    "requesters", Types.INT, TypeInformation.of(RequesterTimes.class));

    private static final long serialVersionUID = 2;

    /** A requester not seen for so many windows is like one never seen. */
    private static final int REQUESTER_WINDOWS = 1024;

    private final Duration window;
    private final Duration lead;
    private final Duration timeToLive;
    private final int examplesPerTick;
    private final ZoneId zone;
    private final double successorProbability;
    private transient WallClock clock;
    private transient int mostExamples;
    private transient ValueState<RecentRequests> recent;
    private transient ValueState<TableSigns> signs;
    private transient ValueState<TargetHabits> targets;
    private transient MapState<Integer, PartitionHistory> histories;

    /**
     * @param window of the series of windows in which requests are counted
     * @param lead a probability is about a window and so much more
     * @param timeToLive how long a partition that nobody asks for is remembered
     * @param examplesPerTick about how many examples a tick yields at most, over all subtasks
     * @param zone whose clocks habits follow
     * @param successorProbability what requesters ask for next with a smaller probability than this
     *     waits for the next tick
     */
    public HistoryFunction(
            Duration window,
            Duration lead,
            Duration timeToLive,
            int examplesPerTick,
            ZoneId zone,
            double successorProbability) {
        if (window.toMillis() <= 0) {
            throw new IllegalArgumentException(
                    "prediction.window must be positive, but is " + window);
        }
        if (timeToLive.compareTo(window) < 0) {
            throw new IllegalArgumentException(
                    "history.time-to-live must be at least the prediction window, but is "
                            + timeToLive);
        }
        if (examplesPerTick < 1) {
            throw new IllegalArgumentException(
                    "training.examples-per-tick must be at least 1, but is " + examplesPerTick);
        }
        this.window = window;
        this.lead = lead;
        this.timeToLive = timeToLive;
        this.examplesPerTick = examplesPerTick;
        if (!(successorProbability >= 0 && successorProbability <= 1)) {
            throw new IllegalArgumentException(
                    "prefetch.successor-probability must lie between 0 and 1, but is "
                            + successorProbability);
        }
        this.zone = zone;
        this.successorProbability = successorProbability;
    }

    /** What the signals must be broadcast with: holds when each requester was seen last. */
    public static MapStateDescriptor<Integer, RequesterTimes> requesters() {
        return REQUESTERS;
    }

    /** The histories of a table's partitions, by partition number. */
    public static MapStateDescriptor<Integer, PartitionHistory> descriptor(Duration timeToLive) {
        MapStateDescriptor<Integer, PartitionHistory> descriptor =
                new MapStateDescriptor<>(
                        "history", Types.INT, TypeInformation.of(PartitionHistory.class));
        descriptor.enableTimeToLive(expiry(timeToLive));
        return descriptor;
    }

    /** The ids of a table's newest requests. */
    static ValueStateDescriptor<RecentRequests> recentDescriptor(Duration timeToLive) {
        ValueStateDescriptor<RecentRequests> descriptor =
                new ValueStateDescriptor<>(
                        "recent-requests", TypeInformation.of(RecentRequests.class));
        descriptor.enableTimeToLive(expiry(timeToLive));
        return descriptor;
    }

    /** The signs for a table. */
    public static ValueStateDescriptor<TableSigns> signsDescriptor(Duration timeToLive) {
        ValueStateDescriptor<TableSigns> descriptor =
                new ValueStateDescriptor<>("signs", TypeInformation.of(TableSigns.class));
        descriptor.enableTimeToLive(expiry(timeToLive));
        return descriptor;
    }

    /** Which target times a table is asked for. */
    public static ValueStateDescriptor<TargetHabits> targetsDescriptor(Duration timeToLive) {
        ValueStateDescriptor<TargetHabits> descriptor =
                new ValueStateDescriptor<>("targets", TypeInformation.of(TargetHabits.class));
        descriptor.enableTimeToLive(expiry(timeToLive));
        return descriptor;
    }

    @Override
    public void open(OpenContext context) {
        int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        clock = new WallClock(zone);
        mostExamples = Math.max(1, examplesPerTick / subtasks);
        signs = getRuntimeContext().getState(signsDescriptor(timeToLive));
        targets = getRuntimeContext().getState(targetsDescriptor(timeToLive));
        recent = getRuntimeContext().getState(recentDescriptor(timeToLive));
        histories = getRuntimeContext().getMapState(descriptor(timeToLive));
    }

    @Override
    public void processElement(
            HistoryEvent event, ReadOnlyContext context, Collector<PartitionFeatures> out)
            throws Exception {
        if (event.request() != null && event.needs() != null) {
            hear(event.request(), event.needs(), event.requesterGaps());
        }
        if (event.sign() != null) {
            hear(event.sign(), event.requester(), context);
        }
    }

    // There are several signs to a request, and most find others: only a table without any is
    // looked up, for one that was forgotten since has no tick that would clear it.
    private void hear(Sign sign, int requester, ReadOnlyContext context) throws Exception {
        TableSigns known = signs.value();
        if (known == null && histories.isEmpty()) {
            return;
        }
        TableSigns heard = known == null ? new TableSigns() : known;
        heard.hear(sign);
        signs.update(heard);
        if (sign.share() >= successorProbability) {
            expect(sign, requester, context);
        }
    }

    /** Tells at once what the requester is expected to ask for: its partitions of the table. */
    private void expect(Sign sign, int requester, ReadOnlyContext context) throws Exception {
        long spreadMs = sign.spreadMs();
        List<LikelyTarget> likely =
                habits().expected(sign.atMs() + sign.lagMs() - spreadMs, 2 * spreadMs, clock);
        for (var entry : read(histories).entrySet()) {
            PartitionHistory history = entry.getValue();
            if (history.knows(requester)) {
                ExpectedRequest expected = ExpectedRequest.of(history, likely);
                context.output(SUCCESSORS, new Successor(entry.getKey(), sign, expected));
            }
        }
    }

    private TargetHabits habits() throws Exception {
        TargetHabits known = targets.value();
        return known == null ? new TargetHabits() : known;
    }

    private TableSigns signs() throws Exception {
        TableSigns known = signs.value();
        return known == null ? new TableSigns() : known;
    }

    private void hear(BackupRequest request, RequestNeeds needs, byte[] requesterGaps)
            throws Exception {
        RecentRequests known = recent.value();
        RecentRequests ids = known == null ? new RecentRequests() : known;
        if (!ids.add(request.requestId())) {
            return;
        }
        recent.update(ids);
        Access access = Access.of(request).by(requesterGaps);
        for (int i = 0; i < request.partitions().size(); i++) {
            int partition = request.partitions().get(i);
            PartitionHistory kept = histories.get(partition);
            PartitionHistory history = kept == null ? new PartitionHistory() : kept;
            history.hear(access);
            if (i < needs.bytes().size()) {
                history.needed(needs.bytes().get(i), needs.files().get(i));
            }
            histories.put(partition, history);
        }
        TargetHabits habits = habits();
        habits.hear(access, request.targetTimeMs(), needs.latest(), clock);
        targets.update(habits);
    }

    @Override
    public void processBroadcastElement(
            Signal signal, Context context, Collector<PartitionFeatures> out) throws Exception {
        BroadcastState<Integer, RequesterTimes> requesters = context.getBroadcastState(REQUESTERS);
        RequesterSeen seen = signal.seen();
        Tick tick = signal.tick();
        if (seen != null) {
            RequesterTimes known = requesters.get(seen.requester());
            RequesterTimes times = known == null ? new RequesterTimes() : known;
            times.heard(seen.timeMs());
            requesters.put(seen.requester(), times);
        }
        if (tick != null && tick.predicts()) {
            forget(requesters, tick.timeMs() - REQUESTER_WINDOWS * window.toMillis());
            predict(tick, requesters, context, out);
        }
    }

    private static void forget(BroadcastState<Integer, RequesterTimes> requesters, long beforeMs)
            throws Exception {
        List<Integer> forgotten = new ArrayList<>();
        for (var entry : requesters.entries()) {
            if (entry.getValue().newestMs < beforeMs) {
                forgotten.add(entry.getKey());
            }
        }
        for (Integer requester : forgotten) {
            requesters.remove(requester);
        }
    }

    private void predict(
            Tick tick,
            BroadcastState<Integer, RequesterTimes> requesters,
            Context context,
            Collector<PartitionFeatures> out)
            throws Exception {
        Map<Integer, RequesterTimes> seen = new HashMap<>();
        requesters.entries().forEach(entry -> seen.put(entry.getKey(), entry.getValue()));
        TickWalk walk =
                new TickWalk(
                        new TickTimes(tick.timeMs(), window.toMillis(), lead.toMillis()),
                        mostExamples,
                        clock,
                        seen);
        context.applyToKeyedState(
                descriptor(timeToLive), (table, state) -> fold(walk, tick.timeMs(), state));
        context.applyToKeyedState(
                descriptor(timeToLive),
                (table, state) -> {
                    TreeMap<Integer, PartitionHistory> partitions = read(state);
                    TableSigns known = signs();
                    known.foldBefore(tick.timeMs());
                    Map<Integer, PartitionHistory> changed =
                            walk.emit(
                                    table,
                                    partitions,
                                    known,
                                    habits(),
                                    out::collect,
                                    example -> context.output(EXAMPLES, example));
                    // Writing an empty map would keep a forgotten table's key alive.
                    if (!changed.isEmpty()) {
                        state.putAll(changed);
                    }
                    keep(known);
                });
    }

    private void keep(TableSigns known) throws Exception {
        if (!known.empty()) {
            signs.update(known);
        } else if (signs.value() != null) {
            signs.clear();
        }
    }

    // Ticks write what they change, which keeps Flink's own time-to-live from running out in time:
    // that one clears what a stopped clock left behind, this one goes by the job's time. The
    // histories are
    // written by the second pass alone, which folds again what this one did not keep.
    private void fold(TickWalk walk, long tickMs, MapState<Integer, PartitionHistory> state)
            throws Exception {
        long forgottenMs = tickMs - timeToLive.toMillis();
        boolean empty = true;
        for (var entry : read(state).entrySet()) {
            if (entry.getValue().silentSince(forgottenMs)) {
                state.remove(entry.getKey());
            } else {
                walk.fold(entry.getValue());
                empty = false;
            }
        }
        if (empty) {
            state.clear();
            recent.clear();
            signs.clear();
            targets.clear();
        }
    }

    private static TreeMap<Integer, PartitionHistory> read(
            MapState<Integer, PartitionHistory> state) throws Exception {
        TreeMap<Integer, PartitionHistory> partitions = new TreeMap<>();
        for (var entry : state.entries()) {
            partitions.put(entry.getKey(), entry.getValue());
        }
        return partitions;
    }

    // Not in the background: on the heap that copies the histories of several tables at every
    // access, and each tick removes what is forgotten anyway.
    private static StateTtlConfig expiry(Duration timeToLive) {
        return StateTtlConfig.newBuilder(timeToLive)
                .disableCleanupInBackground()
                .cleanupFullSnapshot()
                .cleanupInRocksdbCompactFilter(1000)
                .build();
    }
}
