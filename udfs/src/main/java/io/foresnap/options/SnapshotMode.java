package io.foresnap.options;

/** When the next snapshots of partitions are made. */
public enum SnapshotMode {
    /** When the replays it is expected to save are worth more than the snapshot costs. */
    ADAPTIVE,
    /** At a fixed interval, wherever there is any log. */
    INTERVAL,
    /** Never again after the first. */
    FIRST_ONLY
}
