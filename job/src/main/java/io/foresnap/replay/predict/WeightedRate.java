package io.foresnap.replay.predict;

import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;

/**
 * Baseline: each entity's exponentially weighted share of windows with a request.
 *
 * <p>With weights that halve every half-life h windows, H the sum of the weights of the closed
 * windows with a request since the entity's first, N that of all of them, and g the same share over
 * all entities,
 *
 * <pre>p = (H + g) / (N + 1)</pre>
 */
public final class WeightedRate {

    private final double keep;
    private final double[] hits;
    private final double[] windows;

    private WeightedRate(double halfLife, int entities) {
        this.keep = Math.pow(0.5, 1 / halfLife);
        this.hits = new double[entities];
        this.windows = new double[entities];
    }

    /**
     * The predictions of all ticks.
     *
     * @param halfLife in windows; infinite for the plain share of windows
     * @param entities how many there are
     */
    public static Probabilities predict(Outcomes outcomes, int entities, double halfLife) {
        WeightedRate rate = new WeightedRate(halfLife, entities);
        int ticks = outcomes.grid().ticks();
        Probabilities probabilities = new Probabilities(ticks, entities);
        for (int tick = 1; tick < ticks; tick++) {
            rate.learn(outcomes, tick - 1, outcomes.known(tick));
            rate.predict(probabilities, tick, outcomes.known(tick));
        }
        return probabilities;
    }

    private void learn(Outcomes outcomes, int tick, int known) {
        for (int entity = 0; entity < known; entity++) {
            hits[entity] = keep * hits[entity] + (outcomes.requested(tick, entity) ? 1 : 0);
            windows[entity] = keep * windows[entity] + 1;
        }
    }

    private void predict(Probabilities probabilities, int tick, int known) {
        double allHits = 0;
        double allWindows = 0;
        for (int entity = 0; entity < known; entity++) {
            allHits += hits[entity];
            allWindows += windows[entity];
        }
        double usual = allHits / Math.max(1, allWindows);
        for (int entity = 0; entity < known; entity++) {
            double p = (hits[entity] + usual) / (windows[entity] + 1);
            probabilities.set(tick, entity, p);
        }
    }
}
