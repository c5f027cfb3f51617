package io.foresnap.savepoint;

import io.foresnap.features.HistoryFunction;
import io.foresnap.features.SuccessionFunction;
import io.foresnap.history.PartitionHistory;
import io.foresnap.history.RequesterHabits;
import io.foresnap.history.RequesterTimes;
import io.foresnap.history.TableSigns;
import io.foresnap.history.TargetHabits;
import io.foresnap.model.TrainFunction;
import io.foresnap.ranking.ScoreFunction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.state.api.functions.BroadcastStateBootstrapFunction;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;
import org.apache.flink.state.api.functions.StateBootstrapFunction;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Put learned state where the job's operators will look for it: into the same descriptors. They run
 * in this process and take it from {@link #LEARNED} by name; only keys travel through Flink.
 */
final class BootstrapFunctions {

    private static final Map<String, LearnedState> LEARNED = new ConcurrentHashMap<>();

    private BootstrapFunctions() {}

    /** Holds a state until {@link #forget}; its name. */
    static String hold(LearnedState state) {
        String name = UUID.randomUUID().toString();
        LEARNED.put(name, state);
        return name;
    }

    static void forget(String name) {
        LEARNED.remove(name);
    }

    private static LearnedState held(String name) {
        return Objects.requireNonNull(LEARNED.get(name));
    }

    /** The history's state; elements and keys are tables. */
    static final class OfHistory extends KeyedStateBootstrapFunction<String, String>
            implements CheckpointedFunction {

        private static final long serialVersionUID = 1;

        private final String name;
        private final Duration timeToLive;
        private transient MapState<Integer, PartitionHistory> histories;
        private transient ValueState<TableSigns> signs;
        private transient ValueState<TargetHabits> targets;

        OfHistory(String name, Duration timeToLive) {
            this.name = name;
            this.timeToLive = timeToLive;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            // Each subtask of the job holds all of it, so each of these does.
            for (Map.Entry<Integer, RequesterTimes> each : held(name).requesters().entrySet()) {
                context.getOperatorStateStore()
                        .getBroadcastState(HistoryFunction.requesters())
                        .put(each.getKey(), each.getValue());
            }
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            // What was put is there.
        }

        @Override
        public void open(OpenContext context) {
            histories = getRuntimeContext().getMapState(HistoryFunction.descriptor(timeToLive));
            signs = getRuntimeContext().getState(HistoryFunction.signsDescriptor(timeToLive));
            targets = getRuntimeContext().getState(HistoryFunction.targetsDescriptor(timeToLive));
        }

        @Override
        public void processElement(String table, Context context) throws Exception {
            LearnedState.Table learned = Objects.requireNonNull(held(name).tables().get(table));
            histories.putAll(learned.partitions());
            targets.update(learned.targets());
            if (!learned.signs().empty()) {
                signs.update(learned.signs());
            }
        }
    }

    /** The succession's state; elements and keys are its own keys. */
    static final class OfSuccession extends KeyedStateBootstrapFunction<String, String> {

        private static final long serialVersionUID = 1;

        private final String name;
        private final Duration timeToLive;
        private transient ValueState<RequesterHabits> habits;

        OfSuccession(String name, Duration timeToLive) {
            this.name = name;
            this.timeToLive = timeToLive;
        }

        @Override
        public void open(OpenContext context) {
            habits = getRuntimeContext().getState(SuccessionFunction.descriptor(timeToLive));
        }

        @Override
        public void processElement(String key, Context context) throws Exception {
            habits.update(held(name).habits().get(key));
        }
    }

    /** The trainer's state; one element. */
    static final class OfTraining extends StateBootstrapFunction<String> {

        private static final long serialVersionUID = 1;

        private final String name;
        private transient ListState<byte[]> saved;

        OfTraining(String name) {
            this.name = name;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            saved =
                    context.getOperatorStateStore()
                            .getListState(TrainFunction.trainingDescriptor());
        }

        @Override
        public void processElement(String one, Context context) throws Exception {
            saved.update(List.of(held(name).training()));
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            // What was put is there.
        }
    }

    /** The scorers' model; one element. */
    static final class OfScoring extends BroadcastStateBootstrapFunction<String> {

        private static final long serialVersionUID = 1;

        private final String name;

        OfScoring(String name) {
            this.name = name;
        }

        @Override
        public void processElement(String one, Context context) throws Exception {
            context.getBroadcastState(ScoreFunction.descriptor())
                    .put(ScoreFunction.NEWEST, Objects.requireNonNull(held(name).published()));
        }
    }
}
