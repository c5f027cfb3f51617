package io.foresnap.features;

/**
 * Bounds how many examples a tick yields: of the vectors that waited every positive one is kept,
 * negative ones with a probability r. An example whose vector waited with the chance q weighs 1/q
 * or 1/(q r), so that sums over examples keep their expectation and probabilities that are learned
 * stay calibrated.
 *
 * <p>Which negatives are kept is decided by a hash of table, partition and window: the same after a
 * restart, and independent from tick to tick. By the same hash some vectors may not have waited at
 * all ({@link WaitingSampling}): among those that have it is spread evenly below their chance. Used
 * for one tick.
 */
final class ExampleSampling {

    /** Share of the bound that negatives get even where positives alone exceed it. */
    private static final double LEAST_SHARE = 0.1;

    private final int most;
    private long positives;
    private long negatives;

    /**
     * @param most about how many examples a tick may yield
     */
    ExampleSampling(int most) {
        this.most = most;
    }

    /** Counts an example before the first is decided on. */
    void count(boolean requested) {
        positives += requested ? 1 : 0;
        negatives += requested ? 0 : 1;
    }

    /** Probability that a negative example is kept. */
    double rate() {
        double room = Math.max(most - positives, LEAST_SHARE * most);
        return negatives <= room ? 1 : room / negatives;
    }

    /**
     * What an example counts for; 0 when it is left out.
     *
     * @param chance that its vector had of waiting for the window's end
     */
    double weight(String table, int partition, long window, boolean requested, double chance) {
        double rate = requested ? 1 : rate();
        boolean kept = rate == 1 || uniform(table, partition, window) < rate * chance;
        return kept ? 1 / (rate * chance) : 0;
    }

    /** Whether a vector is among those that wait, of which a share is to do so. */
    static boolean waits(String table, int partition, long window, double chance) {
        return chance == 1 || uniform(table, partition, window) < chance;
    }

    private static double uniform(String table, int partition, long window) {
        long entity = mix(((long) table.hashCode() << 32) ^ partition);
        return (mix(entity ^ mix(window)) >>> 11) * 0x1p-53;
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every bit depends on all bits.
    private static long mix(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
