package io.foresnap.model;

/** Losses of a probability against what happened. */
public final class Losses {

    private static final double CLIP = 1e-6;

    private Losses() {}

    /** Logarithmic loss in nats; the probability is clipped to [1e-6, 1-1e-6]. */
    public static double log(double probability, boolean happened) {
        double p = Math.min(1 - CLIP, Math.max(CLIP, probability));
        return -Math.log(happened ? p : 1 - p);
    }

    /** Brier's loss: the squared error of the probability. */
    public static double brier(double probability, boolean happened) {
        double error = probability - (happened ? 1 : 0);
        return error * error;
    }
}
