package io.foresnap.replay.simulation;

/** Evicts the entity that is worth least now; lets everything in, or only what is worth more. */
final class LeastValued implements EvictingCache.Eviction {

    private final Holdings holdings;
    private final Value value;
    private final boolean strict;

    /** What keeping an entity is worth at a time. */
    interface Value {
        double of(int entity, long nowMs);
    }

    /**
     * @param strict whether what comes in must be worth more than what leaves for it
     */
    LeastValued(Holdings holdings, Value value, boolean strict) {
        this.holdings = holdings;
        this.value = value;
        this.strict = strict;
    }

    @Override
    public int victim(int incoming, boolean prefetched, long nowMs) {
        int least = NOBODY;
        double lowest = strict ? value.of(incoming, nowMs) : Double.POSITIVE_INFINITY;
        for (int i = 0; i < holdings.size(); i++) {
            int entity = holdings.member(i);
            if (entity != incoming) {
                double worth = value.of(entity, nowMs);
                if (worth < lowest || (worth == lowest && least != NOBODY && entity < least)) {
                    lowest = worth;
                    least = entity;
                }
            }
        }
        return least;
    }
}
