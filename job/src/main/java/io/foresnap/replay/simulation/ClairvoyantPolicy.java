package io.foresnap.replay.simulation;

import java.util.Arrays;

/**
 * Knows the time of every request: lists and keeps by nearness and bytes of the next one, and makes
 * its list anew many times a tick, because what it would list changes with every request.
 */
final class ClairvoyantPolicy implements Policy {

    private static final int LISTS = 20;

    private final Chains chains;
    private final Cache cache;
    private final long[] nextMs;
    private final long[] next;
    private final boolean[] seen;
    private final Scenario scenario;

    ClairvoyantPolicy(Scenario scenario, Holdings holdings) {
        this.scenario = scenario;
        chains = holdings.chains();
        nextMs = scenario.arrivals().nextMs(scenario.entities());
        next = new long[scenario.entities()];
        seen = new boolean[next.length];
        Arrays.fill(next, Long.MAX_VALUE);
        cache = new EvictingCache(scenario.layout(), holdings, new ByValue(holdings, this::value));
    }

    @Override
    public Cache cache() {
        return cache;
    }

    @Override
    public void requested(int entity, long nowMs, int index) {
        seen[entity] = true;
        next[entity] = nextMs[index];
    }

    @Override
    public int listsPerTick() {
        return LISTS;
    }

    @Override
    public int[] list(int tick, long nowMs) {
        long end = nowMs + scenario.grid().windowMs();
        return Ranked.highestFirst(
                seen.length, e -> seen[e] && next[e] < end, e -> value(e, nowMs));
    }

    private double value(int entity, long nowMs) {
        double wait = Math.max(1, next[entity] - nowMs);
        return 1 / (wait * chains.neededBytes(entity));
    }
}
