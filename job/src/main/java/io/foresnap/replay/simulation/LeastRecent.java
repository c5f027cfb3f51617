package io.foresnap.replay.simulation;

import java.util.Arrays;

/**
 * Evicts what was asked for, or prefetched, longest ago: a doubly linked list over all entities.
 */
final class LeastRecent implements EvictingCache.Eviction {

    private static final int NONE = -1;

    private final Holdings holdings;
    private final int[] newer;
    private final int[] older;
    private final int ends;

    LeastRecent(Holdings holdings) {
        this.holdings = holdings;
        ends = holdings.entities();
        newer = new int[ends + 1];
        older = new int[ends + 1];
        Arrays.fill(newer, NONE);
        newer[ends] = ends;
        older[ends] = ends;
    }

    @Override
    public void read(int entity, long nowMs) {
        touch(entity);
    }

    @Override
    public void prefetched(int entity, long nowMs) {
        touch(entity);
    }

    private void touch(int entity) {
        unlink(entity);
        int newest = older[ends];
        older[entity] = newest;
        newer[newest] = entity;
        newer[entity] = ends;
        older[ends] = entity;
    }

    private void unlink(int entity) {
        if (newer[entity] != NONE) {
            older[newer[entity]] = older[entity];
            newer[older[entity]] = newer[entity];
            newer[entity] = NONE;
        }
    }

    /** Forgets on its way what is not held any more. */
    @Override
    public int victim(int incoming, boolean prefetched, long nowMs) {
        int oldest = newer[ends];
        while (oldest != ends && (holdings.newest(oldest) < 0 || oldest == incoming)) {
            int next = newer[oldest];
            if (oldest != incoming) {
                unlink(oldest);
            }
            oldest = next;
        }
        return oldest == ends ? NOBODY : oldest;
    }
}
