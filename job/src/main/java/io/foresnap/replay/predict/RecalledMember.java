package io.foresnap.replay.predict;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.model.OnlineModel;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import java.util.List;

/**
 * A member of a mixture that predicts and learns elsewhere: a model's own run is the same whether
 * it is mixed or not, and need not be made twice. Answers to the precision of a float.
 */
final class RecalledMember implements OnlineModel {

    private final TickGrid grid;
    private final Probabilities given;

    RecalledMember(TickGrid grid, Probabilities given) {
        this.grid = grid;
        this.given = given;
    }

    @Override
    public double probability(PartitionFeatures features) {
        return given.get(grid.tickAt(features.tickMs()), features.partition());
    }

    @Override
    public void learn(List<TrainingExample> oneTick) {}

    @Override
    public byte[] snapshot() {
        return new byte[0];
    }

    @Override
    public void restore(byte[] snapshot) {
        throw new UnsupportedOperationException("a recalled member has no state of its own");
    }

    @Override
    public byte[] parameters() {
        return new byte[0];
    }

    @Override
    public void load(byte[] parameters) {
        throw new UnsupportedOperationException("a recalled member has no state of its own");
    }

    @Override
    public long nonFiniteUpdates() {
        return 0;
    }
}
