package io.foresnap.replay.predict;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.Playback;
import io.foresnap.model.ModelUpdate;
import io.foresnap.model.Models;
import io.foresnap.model.OnlineModel;
import io.foresnap.model.StateCarrier;
import io.foresnap.model.Training;
import io.foresnap.options.ModelType;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;

/**
 * One model that learns continuously, and beside it the versions that the job would publish of it:
 * a tick's features are scored before its examples reach the training, so a version is used from
 * the tick after its own on.
 */
final class TwofoldContender implements Contender {

    private final ModelType type;
    private final TickGrid grid;
    private final OnlineModel model;
    private final RecallingModel learner;
    private final Training training;
    private final Probabilities continuous;
    private final Probabilities published;
    private final CpuClock cpu = new CpuClock();
    private final StateCarrier continuousStates;
    private final StateCarrier publishedStates;
    private OnlineModel version;
    private double predictMicros;
    private long predictions;

    TwofoldContender(ModelType type, TickGrid grid, int entities, long trainingIntervalMs) {
        this.type = type;
        this.grid = grid;
        this.model = Models.create(type);
        this.version = Models.create(type);
        this.continuousStates = new StateCarrier(model);
        this.publishedStates = new StateCarrier(version);
        this.continuous = new Probabilities(grid.ticks(), entities);
        this.published = new Probabilities(grid.ticks(), entities);
        this.learner = new RecallingModel(model, grid, continuous);
        this.training = new Training(type, trainingIntervalMs, learner, Models.create(type));
    }

    @Override
    public void tick(int tick, Playback.Known known) {
        for (PartitionFeatures features : known.made()) {
            double p = version.probability(publishedStates.carry(features));
            published.set(tick, features.partition(), p);
        }
        if (!known.closed().isEmpty()) {
            ModelUpdate update = training.learn(grid.timeMs(tick), known.closed());
            if (update != null) {
                version = Models.create(type);
                version.load(update.parameters());
                publishedStates.use(version);
            }
        }
        double learned = cpu.micros();
        for (PartitionFeatures features : known.made()) {
            double p = model.probability(continuousStates.carry(features));
            continuous.set(tick, features.partition(), p);
        }
        predictMicros += cpu.micros() - learned;
        predictions += known.made().size();
    }

    /** What the model predicts that has learned from every window that has closed. */
    @Override
    public Predicted predicted() {
        return new Predicted(type.name(), continuous, cost());
    }

    /** What the published versions predict. */
    Predicted published() {
        return new Predicted(type.name(), published, cost());
    }

    private Predicted.Cost cost() {
        int bytes = model.snapshot().length;
        return new Predicted.Cost(predictions, predictMicros, learner.learnMicros(), bytes);
    }
}
