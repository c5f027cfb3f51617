package io.foresnap.features;

import io.foresnap.history.Occupancy;

/**
 * Bounds how many feature vectors wait for their window to close, which is what they cost in state:
 * with more partitions than that each waits with a probability, the likelier it is asked for the
 * more so, and its example counts for as many as stay behind. Nobody knows yet who will be asked
 * for, so positive examples are left out, too. Used for one tick, at which every partition is
 * counted first.
 */
final class WaitingSampling {

    /** Vectors that wait for each example that a tick may yield. */
    private static final int AN_EXAMPLE = 4;

    /** The share over a half-life of 32 windows. */
    private static final int SCALE = 2;

    /** A partition that nobody has asked for lately is taken for one asked for in 200 windows. */
    private static final double LEAST = 0.005;

    private final long most;
    private long counted;
    private double sum;

    /**
     * @param mostExamples about how many examples a tick may yield
     */
    WaitingSampling(int mostExamples) {
        this.most = (long) AN_EXAMPLE * mostExamples;
    }

    /** Counts a partition before the first is decided on. */
    void count(Occupancy occupancy) {
        counted++;
        sum += likelihood(occupancy);
    }

    /** Probability that a partition's vector waits. */
    double chance(Occupancy occupancy) {
        return counted <= most ? 1 : Math.min(1, most * likelihood(occupancy) / sum);
    }

    private static double likelihood(Occupancy occupancy) {
        return Math.max(LEAST, occupancy.share(SCALE));
    }
}
