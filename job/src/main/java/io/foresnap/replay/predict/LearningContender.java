package io.foresnap.replay.predict;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.Playback;
import io.foresnap.model.Models;
import io.foresnap.model.OnlineModel;
import io.foresnap.model.StateCarrier;
import io.foresnap.options.ModelType;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;

/** Learns from the windows that a tick has closed, then predicts with what it has learned. */
final class LearningContender implements Contender {

    private final ModelType type;
    private final OnlineModel model;
    private final StateCarrier states;
    private final Probabilities probabilities;
    private final CpuClock cpu = new CpuClock();
    private double trainMicros;
    private double predictMicros;
    private long predictions;

    LearningContender(ModelType type, TickGrid grid, int entities) {
        this(type, Models.create(type), grid, entities);
    }

    LearningContender(ModelType type, OnlineModel model, TickGrid grid, int entities) {
        this.type = type;
        this.model = model;
        this.states = new StateCarrier(model);
        this.probabilities = new Probabilities(grid.ticks(), entities);
    }

    @Override
    public void tick(int tick, Playback.Known known) {
        double start = cpu.micros();
        if (!known.closed().isEmpty()) {
            model.learn(states.carry(known.closed()));
        }
        double learned = cpu.micros();
        for (PartitionFeatures features : known.made()) {
            double p = model.probability(states.carry(features));
            probabilities.set(tick, features.partition(), p);
        }
        trainMicros += learned - start;
        predictMicros += cpu.micros() - learned;
        predictions += known.made().size();
    }

    /** What is filled in tick by tick; a view. */
    Probabilities probabilities() {
        return probabilities;
    }

    @Override
    public Predicted predicted() {
        int bytes = model.snapshot().length;
        return new Predicted(
                type.name(),
                probabilities,
                new Predicted.Cost(predictions, predictMicros, trainMicros, bytes));
    }
}
