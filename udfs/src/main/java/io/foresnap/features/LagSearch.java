package io.foresnap.features;

import io.foresnap.history.Occupancy;
import java.util.Arrays;

/**
 * Finds the lag at which a partition's windows repeat themselves, and what it says about the next
 * window.
 *
 * <p>For each lag L the windows t and t-L of the newest 512 form a two by two table; Pearson's
 * chi-square of that table says how much the one tells about the other. The table of the best lag
 * gives the probability of the next window given the window L before it. Counting is a shift, an
 * AND and a population count over eight words a lag; where few windows have an access, their
 * distances are counted instead, pair by pair.
 */
final class LagSearch {

    private static final int MAX_LAG = 256;
    private static final int WORDS = Occupancy.SLOTS / 64;

    // Two observations' worth of the overall share, so that a lag seen twice proves nothing.
    private static final double PRIOR = 2;

    /** With so many, pairs and words take about the same time. */
    private static final int FEW = 48;

    private final int[] places = new int[FEW];
    private final int[] pairs = new int[MAX_LAG + 1];
    private final int[] onesBelow = new int[Occupancy.SLOTS + 1];
    private double probability;
    private double strength;

    /** Probability of an access in the next window, by the best lag of the newest search. */
    double probability() {
        return probability;
    }

    /** Chi-square of the best lag of the newest search. */
    double strength() {
        return strength;
    }

    /** Searches; the results stay until the next search. */
    void search(Occupancy occupancy) {
        int length = occupancy.length();
        countOnes(occupancy.bits, length);
        int ones = onesBelow[length];
        probability = (ones + 0.5) / (length + 1.0);
        strength = 0;
        if (ones < 2 || ones == length) {
            return;
        }
        double overall = probability;
        boolean few = ones <= FEW;
        if (few) {
            countPairs(occupancy.bits, length);
        }
        for (int lag = 1; lag <= Math.min(MAX_LAG, length - 4); lag++) {
            double n = length - lag;
            double before = ones - onesBelow[lag];
            double after = onesBelow[length - lag];
            double both = few ? pairs[lag] : both(occupancy.bits, lag);
            double product = before * (n - before) * after * (n - after);
            if (product <= 0) {
                continue;
            }
            double excess = both * n - before * after;
            double chiSquare = n * excess * excess / product;
            if (chiSquare > strength) {
                strength = chiSquare;
                probability =
                        occupancy.at(lag)
                                ? (both + PRIOR * overall) / (before + PRIOR)
                                : (after - both + PRIOR * overall) / (n - before + PRIOR);
            }
        }
    }

    private void countOnes(long[] bits, int length) {
        for (int i = 0; i < length; i++) {
            onesBelow[i + 1] = onesBelow[i] + (int) (bits[i >> 6] >>> (i & 63) & 1);
        }
    }

    private void countPairs(long[] bits, int length) {
        Arrays.fill(pairs, 0);
        int n = 0;
        for (int i = 0; i < length; i++) {
            if ((bits[i >> 6] >>> (i & 63) & 1) != 0) {
                for (int k = n - 1; k >= 0 && i - places[k] <= MAX_LAG; k--) {
                    pairs[i - places[k]]++;
                }
                places[n++] = i;
            }
        }
    }

    private static int both(long[] bits, int lag) {
        int words = lag >> 6;
        int rest = lag & 63;
        int count = 0;
        for (int i = 0; i + words < WORDS; i++) {
            long shifted = bits[i + words] >>> rest;
            if (rest > 0 && i + words + 1 < WORDS) {
                shifted |= bits[i + words + 1] << (64 - rest);
            }
            count += Long.bitCount(bits[i] & shifted);
        }
        return count;
    }
}
