package io.foresnap.features;

import io.foresnap.history.Occupancy;
import java.util.Arrays;

/**
 * Finds the lag at which a partition's windows repeat themselves, and what it says about the next
 * window.
 *
 * <p>For each lag L the windows t and t-L of the newest 512 form a two by two table; Pearson's
 * chi-square of that table says how much the one tells about the other. The table of the best lag
 * gives the probability of the next window given the window L before it. Counting is an AND and a
 * population count over eight words a lag, with one shift for the lags that differ by whole words;
 * where few windows have an access, their distances are counted instead, pair by pair.
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
    private final long[] shifted = new long[WORDS];
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
        long[] bits = occupancy.bits;
        int length = occupancy.length();
        int ones = ones(bits, length);
        probability = (ones + 0.5) / (length + 1.0);
        strength = 0;
        if (ones < 2 || ones == length) {
            return;
        }
        double overall = probability;
        int longest = Math.min(MAX_LAG, length - 4);
        if (ones <= FEW) {
            countPairs(bits, length);
        } else {
            countWords(bits, longest);
        }
        int before = ones;
        int after = ones;
        for (int lag = 1; lag <= longest; lag++) {
            double n = length - lag;
            before -= bit(bits, lag - 1);
            after -= bit(bits, length - lag);
            double both = pairs[lag];
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

    private static int bit(long[] bits, int at) {
        return (int) (bits[at >> 6] >>> at) & 1;
    }

    private static int ones(long[] bits, int length) {
        int ones = 0;
        for (int i = 0; i < WORDS && 64 * i < length; i++) {
            int kept = Math.min(64, length - 64 * i);
            ones += Long.bitCount(bits[i] << (64 - kept));
        }
        return ones;
    }

    private void countPairs(long[] bits, int length) {
        Arrays.fill(pairs, 0);
        int n = 0;
        for (int word = 0; word < WORDS; word++) {
            for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
                int i = 64 * word + Long.numberOfTrailingZeros(rest);
                if (i >= length) {
                    return;
                }
                for (int k = n - 1; k >= 0 && i - places[k] <= MAX_LAG; k--) {
                    pairs[i - places[k]]++;
                }
                places[n++] = i;
            }
        }
    }

    private void countWords(long[] bits, int longest) {
        for (int rest = 0; rest < 64; rest++) {
            for (int i = 0; i < WORDS; i++) {
                long above = rest > 0 && i + 1 < WORDS ? bits[i + 1] << (64 - rest) : 0;
                shifted[i] = bits[i] >>> rest | above;
            }
            for (int words = 0; 64 * words + rest <= longest; words++) {
                int count = 0;
                for (int i = 0; i + words < WORDS; i++) {
                    count += Long.bitCount(bits[i] & shifted[i + words]);
                }
                pairs[64 * words + rest] = count;
            }
        }
    }
}
