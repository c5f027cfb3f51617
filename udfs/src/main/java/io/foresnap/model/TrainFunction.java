package io.foresnap.model;

import io.foresnap.features.TrainingExample;
import io.foresnap.metrics.PredictionMetrics;
import io.foresnap.options.ModelType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the model, one step a tick, and publishes its versions. Keyed by a constant, parallelism
 * 1: there is one model.
 *
 * <p>Examples wait until the watermark reaches their record's timestamp, the tick at which their
 * window was found closed: then all examples of that tick are there, and they are learned in an
 * order that does not depend on the network. Waiting examples are keyed state; model, optimizer,
 * gate and counters are operator state, written at checkpoints only.
 */
public final class TrainFunction extends KeyedProcessFunction<Integer, TrainingExample, ModelUpdate>
        implements CheckpointedFunction {

    private static final Logger LOG = LoggerFactory.getLogger(TrainFunction.class);
    private static final long serialVersionUID = 1;

    private final ModelType type;
    private final Duration interval;
    private transient Training training;
    private transient ListState<byte[]> saved;
    private transient ListState<TrainingExample> waiting;

    /**
     * @param type which model is trained
     * @param interval least time between published versions, in the ticks' time
     */
    public TrainFunction(ModelType type, Duration interval) {
        if (interval.toMillis() <= 0) {
            throw new IllegalArgumentException(
                    "training.interval must be positive, but is " + interval);
        }
        this.type = type;
        this.interval = interval;
    }

    /** Examples whose tick the watermark has not reached; emptied at every tick. */
    static ListStateDescriptor<TrainingExample> waitingDescriptor() {
        return new ListStateDescriptor<>(
                "waiting-examples", TypeInformation.of(TrainingExample.class));
    }

    /** The snapshot of model, optimizer, gate and counters. */
    public static ListStateDescriptor<byte[]> trainingDescriptor() {
        return new ListStateDescriptor<>(
                "training", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        training = new Training(type, interval.toMillis());
        saved = context.getOperatorStateStore().getListState(trainingDescriptor());
        for (byte[] snapshot : saved.get()) {
            String before = training.restore(snapshot);
            if (!before.equals(training.describes())) {
                LOG.info(
                        "The model was {} and is {}: the new one begins untrained, with the"
                                + " history as it is",
                        before,
                        training.describes());
            }
        }
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext().getListState(waitingDescriptor());
        register(new PredictionMetrics(getRuntimeContext().getMetricGroup()));
    }

    @Override
    public void processElement(TrainingExample example, Context context, Collector<ModelUpdate> out)
            throws Exception {
        @Nullable Long timestamp = context.timestamp();
        if (timestamp == null) {
            throw new IllegalStateException("training examples need timestamps: their tick's time");
        }
        waiting.add(example);
        context.timerService().registerEventTimeTimer(timestamp);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ModelUpdate> out)
            throws Exception {
        TreeMap<Long, List<TrainingExample>> ticks = new TreeMap<>();
        List<TrainingExample> early = new ArrayList<>();
        for (TrainingExample example : waiting.get()) {
            long tickMs = example.features().tickMs();
            if (tickMs + example.features().windowMs() <= timestamp) {
                // After an upgrade the examples of one tick may be of the earlier version.
                if (example.features().isOfThisVersion()) {
                    ticks.computeIfAbsent(tickMs, t -> new ArrayList<>()).add(example);
                }
            } else {
                early.add(example);
            }
        }
        waiting.update(early);
        for (List<TrainingExample> oneTick : ticks.values()) {
            oneTick.sort(TrainingExample.ORDER);
            ModelUpdate update = training.learn(timestamp, oneTick);
            if (update != null) {
                out.collect(update.publishedAt(System.currentTimeMillis()));
            }
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        // Only the subtask that owns the constant key has learned anything.
        saved.update(training.examples() > 0 ? List.of(training.snapshot()) : List.of());
    }

    private void register(PredictionMetrics metrics) {
        metrics.modelVersion(() -> training.version())
                .modelAgeMs(() -> training.ageMs())
                .modelExamples(() -> training.examples())
                .publishRefused(() -> training.refused())
                .nonFiniteUpdates(() -> training.nonFiniteUpdates())
                .modelLogLoss(() -> training.gate().logLoss())
                .modelBrier(() -> training.gate().brier());
        if (type == ModelType.AUTO) {
            for (int i = 0; i <= Models.MEMBERS.size(); i++) {
                int member = i;
                boolean pool = i == Models.MEMBERS.size();
                metrics.mixtureWeight(
                        pool ? "POOL" : Models.MEMBERS.get(i).name(),
                        () -> training.memberWeight(member));
            }
        }
        for (int i = 0; i < Calibration.BINS; i++) {
            int bin = i;
            metrics.calibration(
                    bin,
                    () -> training.calibration().predicted(bin),
                    () -> training.calibration().observed(bin),
                    () -> training.calibration().count(bin));
        }
    }
}
