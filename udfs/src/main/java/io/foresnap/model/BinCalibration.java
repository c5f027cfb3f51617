package io.foresnap.model;

import io.foresnap.features.Odds;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Corrects probabilities by what recently came true of like ones: histogram binning (Zadrozny and
 * Elkan, 2001), online, with corrections of the log-odds that are interpolated between bins.
 */
final class BinCalibration {

    private static final int BINS = 17;
    private static final double LOWEST = -8;
    private static final double KEEP = 0.99;

    /** Events that a bin's own must outweigh. */
    private static final double PRIOR = 30;

    private final double[] predicted = new double[BINS];
    private final double[] observed = new double[BINS];
    private final double[] count = new double[BINS];

    /** The corrected probability. */
    double correct(double probability) {
        double logOdds = Odds.logit(probability);
        double at = place(logOdds);
        int low = (int) at;
        double rest = at - low;
        return Odds.sigmoid(logOdds + (1 - rest) * shift(low) + rest * shift(low + 1));
    }

    /** Lets what was counted weigh less: once a tick. */
    void age() {
        for (int i = 0; i < BINS; i++) {
            predicted[i] *= KEEP;
            observed[i] *= KEEP;
            count[i] *= KEEP;
        }
    }

    /** Counts what became of an uncorrected probability. */
    void observe(double probability, double label, double weight) {
        if (!Double.isFinite(probability)) {
            return;
        }
        double at = place(Odds.logit(probability));
        int low = (int) at;
        count(low, (1 - (at - low)) * weight, probability, label);
        count(low + 1, (at - low) * weight, probability, label);
    }

    private void count(int bin, double weight, double probability, double label) {
        predicted[bin] += weight * probability;
        observed[bin] += weight * label;
        count[bin] += weight;
    }

    // Both sides of the odds need events before a bin is believed: the prior takes them from the
    // prediction itself, which alone shifts nothing.
    private double shift(int bin) {
        double p = predicted[bin] / count[bin];
        double least = Math.min(p, 1 - p);
        if (!(least > 0)) {
            return 0;
        }
        double prior = PRIOR / least;
        double corrected = (observed[bin] + prior * p) / (count[bin] + prior);
        return Odds.logit(corrected) - Odds.logit(p);
    }

    private static double place(double logOdds) {
        return Math.max(0, Math.min(BINS - 1 - 1e-9, logOdds - LOWEST));
    }

    void write(DataOutputStream out) throws IOException {
        ModelBytes.writeDoubles(out, predicted);
        ModelBytes.writeDoubles(out, observed);
        ModelBytes.writeDoubles(out, count);
    }

    void read(DataInputStream in) throws IOException {
        ModelBytes.readDoubles(in, predicted);
        ModelBytes.readDoubles(in, observed);
        ModelBytes.readDoubles(in, count);
    }
}
