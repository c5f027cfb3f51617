package io.foresnap.replay.simulation;

/** Which files each entity has now: kept up to the moment, because it is asked for all the time. */
final class Chains {

    private final Layout layout;
    private final int[] files;
    private final long[] snapshotsMs;

    Chains(Layout layout, long nowMs) {
        this.layout = layout;
        files = new int[layout.entities()];
        snapshotsMs = new long[files.length];
        for (int e = 0; e < files.length; e++) {
            look(e, nowMs);
        }
    }

    /** A file of an entity appears; whether it is a snapshot. */
    boolean close(int entity, long nowMs) {
        look(entity, nowMs);
        return files[entity] == 1;
    }

    private void look(int entity, long nowMs) {
        files[entity] = layout.files(entity, nowMs);
        snapshotsMs[entity] = layout.snapshotMs(entity, nowMs);
    }

    /** How many files a request needs. */
    int files(int entity) {
        return files[entity];
    }

    /** Bytes that a request needs. */
    long neededBytes(int entity) {
        return layout.bytes(files[entity]);
    }

    /** Time of the latest snapshot, epoch milliseconds. */
    long snapshotMs(int entity) {
        return snapshotsMs[entity];
    }
}
