package io.foresnap.replay.simulation;

/**
 * Makes room by taking files from the entity that an eviction names, newest file first: without the
 * newest the others are still worth their bytes to the next request, and no more is taken than is
 * needed.
 */
final class EvictingCache implements Cache {

    private static final long MICROS = 1000;

    private final Layout layout;
    private final Holdings holdings;
    private final Eviction eviction;

    /** Names who has to leave. */
    interface Eviction {

        /** Refuses what wants to come in. */
        int NOBODY = -1;

        /**
         * The entity that has to make room.
         *
         * @param incoming the entity that needs room
         * @param prefetched whether a prefetch needs it, and not a request
         * @return {@link #NOBODY}, or the incoming one, when it is not let in
         */
        int victim(int incoming, boolean prefetched, long nowMs);

        /** A request reads an entity. */
        default void requested(int entity, long nowMs) {}

        /** A file that a prefetch brought was let in. */
        default void prefetched(int entity, long nowMs) {}
    }

    EvictingCache(Layout layout, Holdings holdings, Eviction eviction) {
        this.layout = layout;
        this.holdings = holdings;
        this.eviction = eviction;
    }

    @Override
    public void requested(int entity, long nowMs) {
        holdings.read(entity);
        eviction.requested(entity, nowMs);
    }

    @Override
    public boolean admits(int entity, int file, long nowMs) {
        if (holdings.bytes() + layout.fileBytes(file) <= holdings.capacity()) {
            return true;
        }
        int victim = eviction.victim(entity, true, nowMs);
        return victim != Eviction.NOBODY && victim != entity;
    }

    @Override
    public void put(int entity, int file, boolean prefetched, long nowMicros) {
        long wanted = layout.fileBytes(file);
        if (wanted > holdings.capacity()) {
            return;
        }
        long nowMs = nowMicros / MICROS;
        while (holdings.bytes() + wanted > holdings.capacity()) {
            int victim = eviction.victim(entity, prefetched, nowMs);
            if (victim == Eviction.NOBODY || victim == entity) {
                return;
            }
            holdings.remove(victim, holdings.newest(victim), nowMicros);
        }
        holdings.add(entity, file, prefetched, nowMicros);
        if (prefetched) {
            eviction.prefetched(entity, nowMs);
        }
    }

    @Override
    public void drop(int entity, long nowMicros) {
        holdings.removeAll(entity, nowMicros);
    }
}
