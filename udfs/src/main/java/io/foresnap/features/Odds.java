package io.foresnap.features;

/** Log-odds and back. */
public final class Odds {

    private static final double LN2 = Math.log(2);

    private Odds() {}

    /** Log-odds of {@code hits} in {@code trials}, drawn towards a prior worth {@code strength}. */
    public static double logit(double hits, double trials, double prior, double strength) {
        return logit((hits + prior * strength) / (trials + strength));
    }

    /** Log-odds of a probability, which is kept off 0 and 1 by 1e-6. */
    public static double logit(double probability) {
        double p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
        return Math.log(p / (1 - p));
    }

    /** Probability of log-odds. */
    public static double sigmoid(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    static double log2(double value) {
        return Math.log(value) / LN2;
    }
}
