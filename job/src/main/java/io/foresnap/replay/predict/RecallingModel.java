package io.foresnap.replay.predict;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.model.OnlineModel;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import java.util.List;

/**
 * A model whose predictions are known already: asked again about a tick that it has not learned
 * from since, it answers from memory (to the precision of a float).
 */
final class RecallingModel implements OnlineModel {

    private final OnlineModel model;
    private final TickGrid grid;
    private final Probabilities given;
    private final CpuClock cpu = new CpuClock();
    private long learnedMs = Long.MIN_VALUE;
    private double learnMicros;

    RecallingModel(OnlineModel model, TickGrid grid, Probabilities given) {
        this.model = model;
        this.grid = grid;
        this.given = given;
    }

    /** CPU time that learning took so far, microseconds. */
    double learnMicros() {
        return learnMicros;
    }

    @Override
    public double probability(PartitionFeatures features) {
        return features.tickMs() > learnedMs
                ? given.get(grid.tickAt(features.tickMs()), features.partition())
                : model.probability(features);
    }

    @Override
    public byte[] stateAfter(byte[] before, byte[] steps, int count) {
        return model.stateAfter(before, steps, count);
    }

    @Override
    public void learn(List<TrainingExample> oneTick) {
        double start = cpu.micros();
        model.learn(oneTick);
        learnMicros += cpu.micros() - start;
        learnedMs = oneTick.get(oneTick.size() - 1).features().tickMs();
    }

    @Override
    public byte[] snapshot() {
        return model.snapshot();
    }

    @Override
    public void restore(byte[] snapshot) {
        model.restore(snapshot);
    }

    @Override
    public byte[] parameters() {
        return model.parameters();
    }

    @Override
    public void load(byte[] parameters) {
        model.load(parameters);
    }

    @Override
    public long nonFiniteUpdates() {
        return model.nonFiniteUpdates();
    }
}
