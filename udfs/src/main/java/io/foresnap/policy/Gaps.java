package io.foresnap.policy;

/**
 * How long the pauses between requests are: a histogram over logarithmic bins that forgets slowly.
 * Its edges are in prediction windows, so that nothing depends on how long a window is.
 */
public class Gaps {

    /** Four an octave, from a 512th of a window to 27,000: to three months of five minutes. */
    static final GapBins BINS = new GapBins(1.0 / 512, 4, 96);

    public float[] counts = new float[BINS.count()];
    public float sum;

    /** Counts one gap; what was counted before weighs less by a factor. */
    public void add(double windows, double keep) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] *= (float) keep;
        }
        sum = (float) (sum * keep) + 1;
        counts[BINS.of(windows)]++;
    }
}
