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
 * Predicts with the versions that the job would have published; in its order, as {@link
 * TwofoldContender} does.
 */
final class PublishedContender implements Contender {

    private final ModelType type;
    private final TickGrid grid;
    private final Probabilities probabilities;
    private final Training training;
    private final CpuClock cpu = new CpuClock();
    private OnlineModel scoring;
    private final StateCarrier states;
    private double trainMicros;
    private double predictMicros;
    private long predictions;

    PublishedContender(ModelType type, TickGrid grid, int entities, long trainingIntervalMs) {
        this.type = type;
        this.grid = grid;
        this.probabilities = new Probabilities(grid.ticks(), entities);
        this.training = new Training(type, trainingIntervalMs);
        this.scoring = Models.create(type);
        this.states = new StateCarrier(scoring);
    }

    @Override
    public void tick(int tick, Playback.Known known) {
        double start = cpu.micros();
        for (PartitionFeatures features : known.made()) {
            double p = scoring.probability(states.carry(features));
            probabilities.set(tick, features.partition(), p);
        }
        double scored = cpu.micros();
        if (!known.closed().isEmpty()) {
            ModelUpdate update = training.learn(grid.timeMs(tick), known.closed());
            if (update != null) {
                scoring = Models.create(type);
                scoring.load(update.parameters());
                states.use(scoring);
            }
        }
        predictMicros += scored - start;
        trainMicros += cpu.micros() - scored;
        predictions += known.made().size();
    }

    @Override
    public Predicted predicted() {
        int bytes = training.snapshot().length;
        return new Predicted(
                type.name(),
                probabilities,
                new Predicted.Cost(predictions, predictMicros, trainMicros, bytes));
    }
}
