package io.foresnap.replay.simulation;

/** Keeps nothing. */
final class NoCachePolicy implements Policy, Cache {

    @Override
    public Cache cache() {
        return this;
    }

    @Override
    public void read(int entity, long nowMs) {
        // There is nothing to read.
    }

    @Override
    public void fill(int entity, long nowMicros) {
        // Not kept.
    }

    @Override
    public boolean admits(int entity, int file, long nowMs) {
        return false;
    }

    @Override
    public void put(int entity, int file, long nowMicros) {
        // Not kept.
    }

    @Override
    public void drop(int entity, long nowMicros) {
        // There is nothing to drop.
    }
}
