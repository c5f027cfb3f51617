package io.foresnap.features;

import io.foresnap.history.Occupancy;

/**
 * Predicts a partition's next window from what followed when its newest windows looked the same
 * before.
 *
 * <p>A variable-order Markov model over the bits of the newest 512 windows. With n past windows
 * whose m predecessors equal the newest m windows, h of them with an access,
 *
 * <pre>p(0) = share of all windows,  p(m) = (h + c p(m-1)) / (n + c)</pre>
 *
 * so that long contexts speak where they were seen often and defer to shorter ones where not; the
 * backing-off is that of PPM (Cleary and Witten, 1984). A context grows by one AND over eight
 * words.
 */
final class ContextMatch {

    private static final int MAX_ORDER = 32;
    private static final int WORDS = Occupancy.SLOTS / 64;
    private static final double C = 1.5;

    private final long[] matches = new long[WORDS];

    /** Probability of an access in the next window. */
    double probability(Occupancy occupancy) {
        long[] bits = occupancy.bits;
        int length = occupancy.length();
        double p = (ones(bits) + 0.5) / (length + 1.0);
        for (int i = 0; i < WORDS; i++) {
            matches[i] = -1;
        }
        for (int order = 1; order <= Math.min(MAX_ORDER, length - 1); order++) {
            int seen = grow(bits, order, length);
            if (seen == 0) {
                break;
            }
            int hits = 0;
            for (int i = 0; i < WORDS; i++) {
                hits += Long.bitCount(matches[i] & bits[i]);
            }
            p = (hits + C * p) / (seen + C);
        }
        return p;
    }

    /** Keeps the matches whose predecessor {@code order} windows back is the same; how many. */
    private int grow(long[] bits, int order, int length) {
        long wanted = (bits[0] >>> (order - 1) & 1) != 0 ? 0 : -1;
        int seen = 0;
        for (int i = 0; i < WORDS; i++) {
            long high = i + 1 < WORDS ? bits[i + 1] << (64 - order) : 0;
            long shifted = bits[i] >>> order | high;
            matches[i] &= shifted ^ wanted;
            matches[i] &= below(length - order - i * 64);
            seen += Long.bitCount(matches[i]);
        }
        return seen;
    }

    private static long below(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= 64 ? -1 : (1L << bits) - 1;
    }

    private static int ones(long[] bits) {
        int ones = 0;
        for (long word : bits) {
            ones += Long.bitCount(word);
        }
        return ones;
    }
}
