package io.foresnap.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Predicted against observed share of requests in ten even bins of probability, forgetting. */
public final class Calibration {

    /** Number of bins; bin i holds probabilities from i/10 to (i+1)/10. */
    public static final int BINS = 10;

    private static final double KEEP = 0.99;

    private final double[] predicted = new double[BINS];
    private final double[] observed = new double[BINS];
    private final double[] counts = new double[BINS];

    /** Lets what was counted so far weigh a little less: once a tick. */
    void age() {
        for (int i = 0; i < BINS; i++) {
            predicted[i] *= KEEP;
            observed[i] *= KEEP;
            counts[i] *= KEEP;
        }
    }

    void observe(double probability, boolean requested, double weight) {
        int bin = (int) Math.min(BINS - 1, Math.max(0, probability * BINS));
        predicted[bin] += weight * probability;
        observed[bin] += requested ? weight : 0;
        counts[bin] += weight;
    }

    /** Mean probability given in a bin; NaN while it is empty. */
    public double predicted(int bin) {
        return predicted[bin] / counts[bin];
    }

    /** Share of examples in a bin that were requested; NaN while it is empty. */
    public double observed(int bin) {
        return observed[bin] / counts[bin];
    }

    /** Examples in a bin, older ones weighing less. */
    public double count(int bin) {
        return counts[bin];
    }

    void write(DataOutputStream out) throws IOException {
        ModelBytes.writeDoubles(out, predicted);
        ModelBytes.writeDoubles(out, observed);
        ModelBytes.writeDoubles(out, counts);
    }

    void read(DataInputStream in) throws IOException {
        ModelBytes.readDoubles(in, predicted);
        ModelBytes.readDoubles(in, observed);
        ModelBytes.readDoubles(in, counts);
    }
}
