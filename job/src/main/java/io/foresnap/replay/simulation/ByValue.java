package io.foresnap.replay.simulation;

/** Evicts the entity that is least worth keeping, if what comes in may displace it. */
final class ByValue implements EvictingCache.Eviction {

    private final Holdings holdings;
    private final Value keeping;
    private final Claim displacing;

    /** What keeping an entity is worth at a time. */
    interface Value {
        double of(int entity, long nowMs);
    }

    /** What an entity that wants to come in may displace: what is worth less. */
    interface Claim {
        double of(int entity, boolean prefetched, long nowMs);
    }

    ByValue(Holdings holdings, Value keeping, Claim displacing) {
        this.holdings = holdings;
        this.keeping = keeping;
        this.displacing = displacing;
    }

    /** What is worth keeping may displace what is worth less. */
    ByValue(Holdings holdings, Value keeping) {
        this(holdings, keeping, (entity, prefetched, nowMs) -> keeping.of(entity, nowMs));
    }

    @Override
    public int victim(int incoming, boolean prefetched, long nowMs) {
        int least = NOBODY;
        double lowest = displacing.of(incoming, prefetched, nowMs);
        for (int i = 0; i < holdings.size(); i++) {
            int entity = holdings.member(i);
            if (entity != incoming) {
                double worth = keeping.of(entity, nowMs);
                if (worth < lowest || (worth == lowest && least != NOBODY && entity < least)) {
                    lowest = worth;
                    least = entity;
                }
            }
        }
        return least;
    }

    // Asked before each fetch: the first that is worth less will do.
    @Override
    public boolean yields(int incoming, boolean prefetched, long nowMs) {
        double claim = displacing.of(incoming, prefetched, nowMs);
        for (int i = 0; i < holdings.size(); i++) {
            int entity = holdings.member(i);
            if (entity != incoming && keeping.of(entity, nowMs) < claim) {
                return true;
            }
        }
        return false;
    }
}
