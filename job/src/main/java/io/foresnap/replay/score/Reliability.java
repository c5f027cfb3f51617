package io.foresnap.replay.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleToIntFunction;

/** Probabilities against what happened, in bins of probability. */
public final class Reliability {

    private static final int LOG_BINS = 15;
    private static final int BINS_A_DECADE = 3;
    private static final int ODDS_BINS = 24;
    private static final double ODDS_RANGE = 9;

    private Reliability() {}

    /**
     * A bin with at least one prediction.
     *
     * @param count predictions in it
     * @param predicted sum of their probabilities
     * @param events how many of them were followed by a request
     */
    public record Bin(long count, double predicted, long events) {}

    /**
     * Fifteen bins, three for each factor of ten, the highest up to 1; the lowest also holds what
     * is below 1e-5.
     */
    public static List<Bin> logSpaced(Rows rows) {
        return bins(
                rows, LOG_BINS, p -> (int) Math.floor(LOG_BINS + BINS_A_DECADE * Math.log10(p)));
    }

    /** Bins of even width in log-odds from -9 to 9: finer where probabilities are near 0 or 1. */
    public static List<Bin> oddsSpaced(Rows rows) {
        double width = 2 * ODDS_RANGE / ODDS_BINS;
        return bins(
                rows,
                ODDS_BINS,
                p -> (int) Math.floor((Math.log(p / (1 - p)) + ODDS_RANGE) / width));
    }

    /** Sum of the bins' |predicted - events|, divided by all events; NaN without events. */
    public static double error(List<Bin> bins, long events) {
        double sum = 0;
        for (Bin bin : bins) {
            sum += Math.abs(bin.predicted - bin.events);
        }
        return events == 0 ? Double.NaN : sum / events;
    }

    private static List<Bin> bins(Rows rows, int bins, DoubleToIntFunction binOf) {
        long[] counts = new long[bins];
        double[] predicted = new double[bins];
        long[] events = new long[bins];
        for (int i = 0; i < rows.size(); i++) {
            double p = rows.probabilities()[i];
            int bin = Math.min(bins - 1, Math.max(0, binOf.applyAsInt(p)));
            counts[bin]++;
            predicted[bin] += p;
            events[bin] += rows.requested()[i] ? 1 : 0;
        }
        List<Bin> filled = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            if (counts[i] > 0) {
                filled.add(new Bin(counts[i], predicted[i], events[i]));
            }
        }
        return filled;
    }
}
