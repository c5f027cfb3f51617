package io.foresnap.replay.simulation;

/** What stays in a bounded cache. */
interface Cache {

    /** A request has been looked up, and reads what is held of the entity. */
    void read(int entity, long nowMs);

    /** A request fetches all files of an entity that are not held. */
    void fill(int entity, long nowMicros);

    /** Whether a file would be let in if a prefetch brought it now. */
    boolean admits(int entity, int file, long nowMs);

    /** A prefetch brings a file that is not held. */
    void put(int entity, int file, long nowMicros);

    /** What is held of an entity became useless. */
    void drop(int entity, long nowMicros);
}
