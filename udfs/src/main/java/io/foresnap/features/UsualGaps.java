package io.foresnap.features;

import io.foresnap.history.Interarrivals;
import io.foresnap.policy.GapBins;
import io.foresnap.policy.Hazard;

/**
 * The gaps between the requests of all partitions of one subtask, and what a partition's own gaps
 * say with these beside them. Keys are spread over subtasks by hash, so where there are many tables
 * a subtask's share is a fair sample of the whole; where there are few, a partition's own gaps
 * outweigh it soon.
 */
public final class UsualGaps {

    /** Sums are whole numbers: the order in which state is walked must not show in them. */
    private static final double UNIT = 1L << 20;

    private final long windowMs;
    private final double horizon;
    private final Hazard hazard;
    private final long[] counted = new long[Interarrivals.BINS];
    private final float[] usual = new float[Interarrivals.BINS];
    private double sum;
    private boolean summed;

    /**
     * @param windowMs length of a window, milliseconds; probabilities are about one
     */
    public UsualGaps(long windowMs) {
        this(windowMs, windowMs);
    }

    /**
     * @param windowMs length of a window, milliseconds
     * @param horizonMs what probabilities are about, milliseconds
     */
    UsualGaps(long windowMs, long horizonMs) {
        this.windowMs = windowMs;
        this.horizon = (double) horizonMs / windowMs;
        this.hazard =
                new Hazard(
                        new GapBins(
                                Interarrivals.FIRST_MS / windowMs,
                                Interarrivals.BINS_PER_OCTAVE,
                                Interarrivals.BINS));
    }

    /** Counts the gaps of one partition. */
    public void add(Interarrivals own) {
        for (int i = 0; i < counted.length; i++) {
            counted[i] += Math.round(UNIT * own.recent[i]);
        }
        summed = false;
    }

    private void sum() {
        if (!summed) {
            sum = 0;
            for (int i = 0; i < counted.length; i++) {
                usual[i] = (float) (counted[i] / UNIT);
                sum += usual[i];
            }
            summed = true;
        }
    }

    /** Probability of a request within the horizon. */
    public double within(Interarrivals own, long ageMs) {
        sum();
        return hazard.within(own.recent, usual, sum, (double) ageMs / windowMs, horizon);
    }

    /** Requests a window for as long as it pays to wait: {@link Hazard#index}. */
    public double index(Interarrivals own, long ageMs) {
        sum();
        return hazard.index(own.recent, usual, sum, (double) ageMs / windowMs);
    }
}
