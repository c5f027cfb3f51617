package io.foresnap.replay.simulation;

import io.foresnap.policy.Demand;
import io.foresnap.policy.Gaps;
import io.foresnap.policy.Throttle;
import io.foresnap.policy.Trust;
import io.foresnap.policy.Worth;
import io.foresnap.replay.Probabilities;

/** Foresnap's own policy: what {@link Worth} and {@link Throttle} say, on given probabilities. */
final class ForesnapPolicy implements Policy {

    private final Layout layout;
    private final Holdings holdings;
    private final Chains chains;
    private final Probabilities probabilities;
    private final Demand[] demands;
    private final Worth worth;
    private final Throttle throttle = new Throttle();
    private final Cache cache;
    private long neededBytes;
    private long wastedBytes;

    ForesnapPolicy(Scenario scenario, Holdings holdings, Probabilities probabilities) {
        this.layout = scenario.layout();
        this.holdings = holdings;
        this.chains = holdings.chains();
        this.probabilities = probabilities;
        demands = new Demand[scenario.entities()];
        for (int e = 0; e < demands.length; e++) {
            demands[e] = new Demand();
        }
        worth = new Worth(scenario.grid().windowMs(), new Gaps(), new Trust());
        cache =
                new EvictingCache(
                        layout, holdings, new ByValue(holdings, this::keeping, this::displacing));
    }

    @Override
    public Cache cache() {
        return cache;
    }

    @Override
    public void requested(int entity, long nowMs, int index) {
        worth.requested(demands[entity], nowMs);
        neededBytes += chains.neededBytes(entity);
    }

    @Override
    public int[] list(int tick, long nowMs) {
        throttle.observe(holdings.wastedBytes() - wastedBytes, neededBytes);
        wastedBytes = holdings.wastedBytes();
        neededBytes = 0;
        for (Demand demand : demands) {
            worth.observe(demand);
        }
        worth.endObserving();
        for (int e = 0; e < demands.length; e++) {
            if (demands[e].seen()) {
                worth.predict(demands[e], probabilities.get(tick, e), nowMs);
            }
        }
        return Ranked.highestFirst(demands.length, e -> demands[e].seen(), e -> listing(e, nowMs));
    }

    private double listing(int entity, long nowMs) {
        return worth.listing(
                demands[entity],
                !holdings.isPartial(entity),
                chains.neededBytes(entity),
                nowMs,
                layout.nextCloseMs(entity, nowMs + 1));
    }

    @Override
    public boolean worthFetching(int entity, long nowMs) {
        long needed = chains.neededBytes(entity);
        double probability = demands[entity].probability;
        return throttle.admits(probability, needed - holdings.bytes(entity), needed);
    }

    private double keeping(int entity, long nowMs) {
        return worth.keeping(demands[entity], chains.neededBytes(entity), nowMs);
    }

    private double displacing(int entity, boolean prefetched, long nowMs) {
        return worth.displacing(
                demands[entity],
                prefetched,
                holdings.bytes(entity),
                chains.neededBytes(entity),
                nowMs);
    }
}
