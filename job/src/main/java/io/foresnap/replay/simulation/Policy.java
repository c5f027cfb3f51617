package io.foresnap.replay.simulation;

/** Decides what is prefetched and what stays. */
interface Policy {

    int[] NOTHING = {};

    /** What holds the files. */
    Cache cache();

    /**
     * The prefetch list of a tick: entities that were seen before, best first. What exceeds the
     * queue is not taken.
     */
    default int[] list(int tick, long nowMs) {
        return NOTHING;
    }

    /** Whether what is missing of a listed entity is worth fetching now. */
    default boolean worthFetching(int entity, long nowMs) {
        return true;
    }

    /** How often a list is made; only who knows the future does it more than once a tick. */
    default int listsPerTick() {
        return 1;
    }

    /**
     * A request arrives; nothing of it is in the cache yet that was not there before.
     *
     * @param index of the request in the arrivals
     */
    default void requested(int entity, long nowMs, int index) {}
}
