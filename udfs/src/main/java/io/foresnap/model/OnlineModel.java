package io.foresnap.model;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import java.util.List;

/**
 * A model that learns while it predicts. Equal input in equal order gives equal weights, bit for
 * bit. Not thread-safe.
 */
public interface OnlineModel {

    /** Probability of at least one request in the window that begins at the features' tick. */
    double probability(PartitionFeatures features);

    /**
     * State of the model's recurrent layer after a number of steps; empty without such a layer.
     *
     * @param before the state before them, as this gave it; empty for a layer that has seen nothing
     * @param steps {@link PartitionFeatures#steps()}, of which the first count
     * @param count how many
     */
    default byte[] stateAfter(byte[] before, byte[] steps, int count) {
        return new byte[0];
    }

    /**
     * One optimisation step on the examples of one tick: the rows of a tick are correlated, so they
     * count as one observation of the gradient. A step that is not finite is skipped and counted.
     */
    void learn(List<TrainingExample> oneTick);

    /** Everything, the optimizer's state included: what a checkpoint holds. */
    byte[] snapshot();

    /** Continues from {@link #snapshot()}; {@link IllegalArgumentException} when it is not one. */
    void restore(byte[] snapshot);

    /** What scoring needs, and no more: what an update carries. */
    byte[] parameters();

    /** Scores from {@link #parameters()} on; {@link IllegalArgumentException} when corrupt. */
    void load(byte[] parameters);

    /** Steps skipped so far because they were not finite. */
    long nonFiniteUpdates();
}
