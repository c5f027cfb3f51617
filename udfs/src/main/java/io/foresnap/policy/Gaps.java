package io.foresnap.policy;

/**
 * How long the pauses between requests are: a histogram over logarithmic bins that forgets slowly.
 * Its edges are in prediction windows, so that nothing depends on how long a window is.
 */
public class Gaps {

    /** Number of bins. */
    public static final int BINS = 64;

    private static final double BINS_PER_OCTAVE = 4;
    private static final double SHORTEST = 1.0 / 512;
    private static final double[] EDGES = new double[BINS + 1];

    static {
        for (int i = 1; i <= BINS; i++) {
            EDGES[i] = SHORTEST * Math.pow(2, (i - 1) / BINS_PER_OCTAVE);
        }
    }

    public float[] counts = new float[BINS];
    public float sum;

    /** Counts one gap; what was counted before weighs less by a factor. */
    public void add(double windows, double keep) {
        for (int i = 0; i < BINS; i++) {
            counts[i] *= (float) keep;
        }
        sum = (float) (sum * keep) + 1;
        counts[bin(windows)]++;
    }

    /** The bin of a duration in windows. */
    static int bin(double windows) {
        if (windows < SHORTEST) {
            return 0;
        }
        double at = 1 + BINS_PER_OCTAVE * Math.log(windows / SHORTEST) / Math.log(2);
        return (int) Math.min(BINS - 1, at);
    }

    /** Where a bin begins, in windows; index {@link #BINS} is where the last one ends. */
    static double edge(int bin) {
        return EDGES[bin];
    }
}
