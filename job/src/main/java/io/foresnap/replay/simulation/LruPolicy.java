package io.foresnap.replay.simulation;

/** Prefetches nothing; the least recently used leaves. */
class LruPolicy implements Policy {

    private final Cache cache;

    LruPolicy(Scenario scenario, Holdings holdings) {
        cache = lru(scenario, holdings);
    }

    /** A cache that only looks at when something was read, or brought, last. */
    static Cache lru(Scenario scenario, Holdings holdings) {
        return new EvictingCache(scenario.layout(), holdings, new LeastRecent(holdings));
    }

    @Override
    public Cache cache() {
        return cache;
    }
}
