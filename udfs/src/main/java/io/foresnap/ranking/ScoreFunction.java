package io.foresnap.ranking;

import io.foresnap.features.ExpectedRequest;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.metrics.ScoringMetrics;
import io.foresnap.model.CarriedState;
import io.foresnap.model.ModelUpdate;
import io.foresnap.model.Models;
import io.foresnap.model.OnlineModel;
import io.foresnap.options.ModelType;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Scores partitions with the newest model version, which lives in broadcast state. Keyed by {@link
 * PartitionFeatures#key()}: what a recurrent model carries of a partition is keyed state, moved on
 * by the accesses since the last tick. A partition whose requests may ask for one of several target
 * times gets a prediction for each. Until the first version arrives the untrained model answers.
 */
public final class ScoreFunction
        extends KeyedBroadcastProcessFunction<String, PartitionFeatures, ModelUpdate, Prediction> {

    private static final MapStateDescriptor<Integer, ModelUpdate> MODEL =
            new MapStateDescriptor<>("model", Types.INT, TypeInformation.of(ModelUpdate.class));

    /** The key of the newest model in the broadcast state. */
    public static final int NEWEST = 0;

    private static final long serialVersionUID = 2;

    private final ModelType type;
    private final Valuation valuation;
    private final Duration timeToLive;
    private transient OnlineModel model;
    private transient @Nullable ValueState<CarriedState> carried;
    private transient long version;
    private transient boolean started;
    private transient ScoringMetrics metrics;

    /**
     * @param type which model scores; updates of another type or on other features are not taken
     * @param valuation what the predictions are worth
     * @param timeToLive how long a partition that nobody asks for is remembered
     */
    public ScoreFunction(ModelType type, Valuation valuation, Duration timeToLive) {
        this.type = type;
        this.valuation = valuation;
        this.timeToLive = timeToLive;
    }

    /** What the model updates must be broadcast with: holds the newest one. */
    public static MapStateDescriptor<Integer, ModelUpdate> descriptor() {
        return MODEL;
    }

    /** What a recurrent layer carries; another model's state is no state of this one. */
    static ValueStateDescriptor<CarriedState> carriedDescriptor(
            ModelType type, Duration timeToLive) {
        ValueStateDescriptor<CarriedState> descriptor =
                new ValueStateDescriptor<>(
                        "carried-" + type.name().toLowerCase(Locale.ROOT),
                        TypeInformation.of(CarriedState.class));
        // Written at each access and by nothing else: that the history forgets by, too. A tick
        // reads every state, and so looks at each once for whether its time is over.
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(timeToLive)
                        .cleanupIncrementally(1, false)
                        .cleanupInRocksdbCompactFilter(1000)
                        .build());
        return descriptor;
    }

    @Override
    public void open(OpenContext context) {
        model = Models.create(type);
        carried =
                CarriedState.of(model)
                        ? getRuntimeContext().getState(carriedDescriptor(type, timeToLive))
                        : null;
        version = 0;
        metrics = new ScoringMetrics(getRuntimeContext().getMetricGroup(), () -> version);
    }

    @Override
    public void processElement(
            PartitionFeatures features, ReadOnlyContext context, Collector<Prediction> out)
            throws Exception {
        useNewest(context.getBroadcastState(MODEL));
        long windowEndMs = features.tickMs() + features.windowMs();
        double probability = model.probability(carry(features));
        ExpectedRequest expected = features.expected();
        metrics.predicted();
        for (int target = 0; target < expected.targets().size(); target++) {
            out.collect(
                    new Prediction(
                            features.table(),
                            features.partition(),
                            features.tickMs(),
                            windowEndMs,
                            probability,
                            valuation.of(probability, expected, target),
                            expected.bytes(),
                            expected.targets().get(target).targetMs()));
        }
    }

    private PartitionFeatures carry(PartitionFeatures features) throws IOException {
        ValueState<CarriedState> states = carried;
        if (states == null) {
            return features;
        }
        CarriedState known = states.value();
        CarriedState newest = CarriedState.to(features, known, model);
        if (newest != known) {
            states.update(newest);
        }
        return newest.onto(features);
    }

    @Override
    public void processBroadcastElement(
            ModelUpdate update, Context context, Collector<Prediction> out) throws Exception {
        ModelUpdate held = context.getBroadcastState(MODEL).get(NEWEST);
        // By time, not by version: a trainer that begins anew counts its versions from 1 again.
        if (held != null && held.tickMs() > update.tickMs()) {
            return;
        }
        if (!update.isFor(type) || !loads(update)) {
            metrics.updateRejected();
            return;
        }
        metrics.updated(System.currentTimeMillis() - update.publishedMs());
        started = true;
        context.getBroadcastState(MODEL).put(NEWEST, update);
    }

    // After a restart the broadcast state is there before any update arrives.
    private void useNewest(ReadOnlyBroadcastState<Integer, ModelUpdate> state) throws Exception {
        ModelUpdate newest = state.get(NEWEST);
        // That of another model, before prediction.model-type or the features were changed, is no
        // fault.
        if (!started && newest != null && newest.isFor(type) && !loads(newest)) {
            metrics.updateRejected();
        }
        started = true;
    }

    // Into a fresh model: one that fails halfway must not be scored with.
    private boolean loads(ModelUpdate update) {
        OnlineModel fresh = Models.create(type);
        try {
            fresh.load(update.parameters());
        } catch (IllegalArgumentException ignored) {
            return false;
        }
        model = fresh;
        version = update.version();
        return true;
    }
}
