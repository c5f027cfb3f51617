package io.foresnap.replay.simulation;

/**
 * Knows how often each entity is asked for in the window that begins, not when: the best any model
 * of windows could do. Lists and keeps by requests per byte needed.
 */
final class LabelOraclePolicy implements Policy {

    private final Chains chains;
    private final int[][] counts;
    private final Cache cache;
    private final boolean[] seen;
    private int tick = -1;

    LabelOraclePolicy(Scenario scenario, Holdings holdings) {
        chains = holdings.chains();
        counts = scenario.arrivals().counts(scenario.grid(), scenario.entities());
        seen = new boolean[scenario.entities()];
        cache = new EvictingCache(scenario.layout(), holdings, new ByValue(holdings, this::value));
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
    public int[] list(int newTick, long nowMs) {
        tick = newTick;
        return Ranked.highestFirst(
                seen.length, e -> seen[e] && counts[tick][e] > 0, e -> value(e, nowMs));
    }

    private double value(int entity, long nowMs) {
        return tick < 0 ? 0 : counts[tick][entity] / (double) chains.neededBytes(entity);
    }
}
