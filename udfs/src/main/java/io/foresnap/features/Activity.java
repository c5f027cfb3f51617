package io.foresnap.features;

import io.foresnap.history.Occupancy;
import io.foresnap.history.PartitionHistory;

/**
 * How busy all partitions of one subtask are at a tick, compared with their usual. Keys are spread
 * over subtasks by hash, so a subtask's share is a fair sample of the whole.
 */
final class Activity {

    /** Sums are whole numbers: the order in which state is walked must not show in them. */
    private static final double UNIT = 1L << 32;

    private long newest;
    private long recent;
    private long usual;

    /** Counts a partition whose windows are closed up to the tick. */
    void add(PartitionHistory history) {
        Occupancy occupancy = history.occupancy;
        newest += occupancy.at(1) ? 1 : 0;
        recent += Math.round(UNIT * occupancy.share(1));
        usual += Math.round(UNIT * occupancy.share(3));
    }

    /** Partitions accessed in the newest window over the usual number, log2. */
    double ofNewest() {
        return Odds.log2((newest + 1) / (usual / UNIT + 1));
    }

    /** The same for the newest windows with half-life 8. */
    double ofRecent() {
        return Odds.log2((recent / UNIT + 1) / (usual / UNIT + 1));
    }
}
