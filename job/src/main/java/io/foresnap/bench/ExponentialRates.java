package io.foresnap.bench;

import io.foresnap.replay.Probabilities;
import java.util.Arrays;

/**
 * The baseline: for each entity the exponentially weighted share of its windows with a request,
 * drawn towards that of all, for one half-life.
 */
final class ExponentialRates {

    private static final double PRIOR_WINDOWS = 1;

    private final double keep;
    private final double[] hits;
    private final double[] windows;
    private double allHits = 0.5;
    private double allWindows = 1;

    /**
     * @param halfLife in windows
     */
    ExponentialRates(double halfLife, int entities) {
        this.keep = Math.pow(0.5, 1 / halfLife);
        this.hits = new double[entities];
        this.windows = new double[entities];
    }

    double probability(int entity) {
        double prior = allHits / allWindows;
        return (hits[entity] + PRIOR_WINDOWS * prior) / (windows[entity] + PRIOR_WINDOWS);
    }

    void learn(int entity, boolean requested) {
        hits[entity] = keep * hits[entity] + (requested ? 1 : 0);
        windows[entity] = keep * windows[entity] + 1;
        allHits += requested ? 1 : 0;
        allWindows++;
    }

    /** What the rates would have given at every tick of a trace. */
    static Probabilities over(double halfLife, Outcomes outcomes) {
        int entities = outcomes.entities();
        ExponentialRates rates = new ExponentialRates(halfLife, entities);
        Probabilities given = new Probabilities(outcomes.ticks(), entities);
        boolean[] known = new boolean[entities];
        Arrays.fill(known, false);
        for (int tick = 0; tick < outcomes.ticks(); tick++) {
            for (int entity = 0; entity < entities; entity++) {
                if (known[entity]) {
                    given.set(tick, entity, rates.probability(entity));
                }
            }
            for (int entity = 0; entity < entities; entity++) {
                boolean requested = outcomes.requested(tick, entity);
                known[entity] |= requested;
                if (known[entity]) {
                    rates.learn(entity, requested);
                }
            }
        }
        return given;
    }
}
