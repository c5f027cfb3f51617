package io.foresnap.replay.simulation;

/**
 * Makes room by taking files from the entity that an eviction names, newest file first, and no more
 * than is needed. Whoever has begun to leave goes on leaving when room is needed again, until a
 * request or a prefetch brings it back: without its newest file no request finds all it needs, so
 * of all entries at most one is worth less than its bytes for want of room.
 */
final class EvictingCache implements Cache {

    private static final long MICROS = 1000;

    private final Layout layout;
    private final Holdings holdings;
    private final Eviction eviction;
    private int leaving = Eviction.NOBODY;

    /** Names who has to leave. */
    interface Eviction {

        /** Refuses what wants to come in. */
        int NOBODY = -1;

        /**
         * The entity that has to make room; {@link #NOBODY} when what comes in is not let in.
         *
         * @param incoming the entity that needs room
         * @param prefetched whether a prefetch needs it, and not a request
         */
        int victim(int incoming, boolean prefetched, long nowMs);

        /** Whether there is a victim, as {@link #victim} would name it. */
        default boolean yields(int incoming, boolean prefetched, long nowMs) {
            return victim(incoming, prefetched, nowMs) != NOBODY;
        }

        /** A request reads an entity. */
        default void read(int entity, long nowMs) {}

        /** A file that a prefetch brought was let in. */
        default void prefetched(int entity, long nowMs) {}
    }

    EvictingCache(Layout layout, Holdings holdings, Eviction eviction) {
        this.layout = layout;
        this.holdings = holdings;
        this.eviction = eviction;
    }

    @Override
    public void read(int entity, long nowMs) {
        holdings.read(entity);
        eviction.read(entity, nowMs);
    }

    @Override
    public void fill(int entity, long nowMicros) {
        int files = holdings.chains().files(entity);
        for (int file = holdings.missing(entity, 0); file < files; ) {
            if (!makeRoom(entity, file, false, nowMicros)) {
                return;
            }
            holdings.add(entity, file, false, nowMicros);
            file = holdings.missing(entity, file + 1);
        }
    }

    @Override
    public boolean admits(int entity, int file, long nowMs) {
        if (holdings.bytes() + layout.fileBytes(file) <= holdings.capacity()) {
            return true;
        }
        return eviction.yields(entity, true, nowMs);
    }

    @Override
    public void put(int entity, int file, long nowMicros) {
        if (makeRoom(entity, file, true, nowMicros)) {
            holdings.add(entity, file, true, nowMicros);
            eviction.prefetched(entity, nowMicros / MICROS);
        }
    }

    /** Whether there is room now. */
    private boolean makeRoom(int entity, int file, boolean prefetched, long nowMicros) {
        long most = holdings.capacity() - layout.fileBytes(file);
        if (leaving == entity) {
            leaving = Eviction.NOBODY;
        }
        while (holdings.bytes() > most) {
            if (leaving == Eviction.NOBODY || holdings.files(leaving) == 0) {
                leaving = eviction.victim(entity, prefetched, nowMicros / MICROS);
            }
            if (leaving == Eviction.NOBODY) {
                return false;
            }
            holdings.remove(leaving, holdings.newest(leaving), nowMicros);
        }
        return most >= 0;
    }

    @Override
    public void drop(int entity, long nowMicros) {
        holdings.removeAll(entity, nowMicros);
    }
}
