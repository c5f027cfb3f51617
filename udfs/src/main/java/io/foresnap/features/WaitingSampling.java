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

    /** A partition that nobody has asked for lately is taken for one asked for in 50 windows. */
    private static final double LEAST = 0.02;

    /** Likelihoods are told apart by factors of the square root of two. */
    private static final int LEVELS = 12;

    private final long most;
    private final long[] counts = new long[LEVELS];
    private double[] chances = {};

    /**
     * @param mostExamples about how many examples a tick may yield
     */
    WaitingSampling(int mostExamples) {
        this.most = (long) AN_EXAMPLE * mostExamples;
    }

    /** Counts a partition before the first is decided on. */
    void count(Occupancy occupancy) {
        counts[level(occupancy)]++;
    }

    /** Probability that a partition's vector waits. */
    double chance(Occupancy occupancy) {
        if (chances.length == 0) {
            chances = chances();
        }
        return chances[level(occupancy)];
    }

    /** In proportion to the likelihood, and where that would be more than 1 the others get it. */
    private double[] chances() {
        long left = most;
        double rest = 0;
        for (int level = 0; level < LEVELS; level++) {
            rest += counts[level] * likelihood(level);
        }
        double[] found = new double[LEVELS];
        for (int level = LEVELS - 1; level >= 0; level--) {
            double chance = rest > 0 ? left * likelihood(level) / rest : 1;
            // The likeliest come first: once one level gets less than 1, all further ones do.
            if (chance >= 1) {
                found[level] = 1;
                left -= counts[level];
                rest -= counts[level] * likelihood(level);
            } else {
                found[level] = chance;
            }
        }
        return found;
    }

    private static int level(Occupancy occupancy) {
        double share = Math.max(LEAST, occupancy.share(SCALE));
        return (int) Math.min(LEVELS - 1, 2 * Math.log(share / LEAST) / Math.log(2));
    }

    private static double likelihood(int level) {
        return LEAST * Math.pow(2, level / 2.0);
    }
}
