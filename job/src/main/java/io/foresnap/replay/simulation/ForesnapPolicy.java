package io.foresnap.replay.simulation;

import io.foresnap.features.ExpectedRequest;
import io.foresnap.features.UsualGaps;
import io.foresnap.history.Interarrivals;
import io.foresnap.options.PrefetchOrder;
import io.foresnap.policy.Demand;
import io.foresnap.policy.Gaps;
import io.foresnap.policy.Throttle;
import io.foresnap.policy.Trust;
import io.foresnap.policy.Worth;
import io.foresnap.ranking.Valuation;
import io.foresnap.replay.Probabilities;
import java.time.Duration;

/**
 * Foresnap's own policy on given probabilities, by the classes that the job uses: {@link Valuation}
 * orders the list, {@link Worth} keeps and evicts, {@link Throttle} refuses.
 */
final class ForesnapPolicy implements Policy {

    private final Layout layout;
    private final Holdings holdings;
    private final Chains chains;
    private final Probabilities probabilities;
    private final Demand[] demands;

    /** As the history keeps them. */
    private final Interarrivals[] gaps;

    private final long windowMs;
    private final Valuation valuation =
            new Valuation(PrefetchOrder.VALUE, Duration.ofMillis(20), 100 << 20);
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
        gaps = new Interarrivals[demands.length];
        for (int e = 0; e < demands.length; e++) {
            demands[e] = new Demand();
            gaps[e] = new Interarrivals();
        }
        windowMs = scenario.grid().windowMs();
        worth = new Worth(windowMs, new Gaps(), new Trust());
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
        if (demands[entity].seen()) {
            gaps[entity].add(nowMs - demands[entity].lastMs);
        }
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
        UsualGaps usual = new UsualGaps(windowMs);
        for (Interarrivals each : gaps) {
            usual.add(each);
        }
        return Ranked.highestFirst(
                demands.length, e -> demands[e].seen(), e -> listing(e, usual, nowMs));
    }

    private double listing(int entity, UsualGaps usual, long nowMs) {
        Demand demand = demands[entity];
        long ageMs = nowMs - demand.lastMs;
        ExpectedRequest expected =
                new ExpectedRequest(
                        demand.usualRequests,
                        (float) usual.within(gaps[entity], ageMs),
                        (float) usual.index(gaps[entity], ageMs),
                        chains.neededBytes(entity),
                        chains.files(entity),
                        ExpectedRequest.UNKNOWN.targets());
        return valuation.of(demand.predicted, expected, 0);
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
