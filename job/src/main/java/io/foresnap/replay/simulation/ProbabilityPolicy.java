package io.foresnap.replay.simulation;

import io.foresnap.replay.Probabilities;

/** Lists by probability, and keeps what is most probable: what the value adds is the difference. */
final class ProbabilityPolicy implements Policy {

    private final Probabilities probabilities;
    private final float[] newest;
    private final boolean[] seen;
    private final Cache cache;

    ProbabilityPolicy(Scenario scenario, Holdings holdings) {
        probabilities = scenario.probabilities();
        newest = new float[scenario.entities()];
        seen = new boolean[scenario.entities()];
        cache =
                new EvictingCache(
                        scenario.layout(), holdings, new ByValue(holdings, (e, ms) -> newest[e]));
    }

    @Override
    public Cache cache() {
        return cache;
    }

    @Override
    public void requested(int entity, long nowMs, int index) {
        seen[entity] = true;
    }

    @Override
    public int[] list(int tick, long nowMs) {
        for (int e = 0; e < newest.length; e++) {
            double p = probabilities.get(tick, e);
            newest[e] = Double.isNaN(p) ? 0 : (float) p;
        }
        return Ranked.highestFirst(newest.length, e -> seen[e] && newest[e] > 0, e -> newest[e]);
    }
}
