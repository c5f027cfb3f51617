package io.foresnap.model;

import io.foresnap.features.Feature;
import io.foresnap.features.PartitionFeatures;

/** Kinds of partitions that models are mixed for apart, by their newest habit. */
enum PartitionKind {
    /** Gaps that hardly differ: the interquartile range is below a third of the median. */
    PERIODIC,
    /** Requested in most windows. */
    BUSY,
    /** Requested in less than three of a hundred windows. */
    RARE,
    /** All else. */
    OTHER;

    private static final double EVEN = -1.6;
    private static final double SELDOM = -3.5;

    static PartitionKind of(PartitionFeatures features) {
        if (features.value(Feature.SPREAD) < EVEN) {
            return PERIODIC;
        }
        double share = features.value(Feature.SHARE_128);
        if (share > 0) {
            return BUSY;
        }
        return share < SELDOM ? RARE : OTHER;
    }
}
