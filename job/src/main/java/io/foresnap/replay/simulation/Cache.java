package io.foresnap.replay.simulation;

/** What stays in a bounded cache. Files of an entity come in the order of their numbers. */
interface Cache {

    /** A request has been looked up, and reads what is held of the entity. */
    void requested(int entity, long nowMs);

    /** Whether a file would be let in if a prefetch brought it now. */
    boolean admits(int entity, int file, long nowMs);

    /** A file has been fetched, and is not held. */
    void put(int entity, int file, boolean prefetched, long nowMicros);

    /** What is held of an entity became useless. */
    void drop(int entity, long nowMicros);
}
