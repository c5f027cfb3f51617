package io.foresnap.policy;

/**
 * How far the model's probabilities are believed: by their log loss in the windows that have
 * closed, against that of what the gaps alone tell. A model that says nothing gets no weight within
 * a few windows, and gets it back when it improves.
 */
public class Trust {

    private static final double KEEP = 0.9;
    private static final double HIGHEST = 30;

    /** Loss of the model beyond that of the gaps, lately. */
    public double excess;

    private static double loss(double probability, boolean requested) {
        double p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
        return -Math.log(requested ? p : 1 - p);
    }

    /** A window has closed. */
    void observe(double predicted, double byGaps, boolean requested) {
        excess += loss(predicted, requested) - loss(byGaps, requested);
    }

    /** All partitions' windows have been observed. */
    void endTick() {
        excess = Math.max(-HIGHEST, Math.min(HIGHEST, KEEP * excess));
    }

    /** Weight of the model's probability, 0 to 1. */
    double weight() {
        return 1 / (1 + Math.exp(excess));
    }
}
