package io.foresnap.history;

/** How a requester's target times relate to the times of its requests; the simplest first. */
public enum TargetHabit {
    /** The newest state, or now. */
    LATEST,
    /** The last midnight. */
    MIDNIGHT,
    /** The last full hour. */
    HOUR,
    /** Always about as long ago. */
    LAG,
    /** What this requester asked for before. */
    OWN,
    /** What the newest backup of the table has, whoever asked for it. */
    NEWEST_BACKUP;

    static final int COUNT = values().length;
}
