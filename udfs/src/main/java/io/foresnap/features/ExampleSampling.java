package io.foresnap.features;

/**
 * Bounds how many examples a tick yields: every positive one is kept, negative ones with a
 * probability r and the weight 1/r, so that sums over examples keep their expectation and
 * probabilities that are learned stay calibrated.
 *
 * <p>Which negatives are kept is decided by a hash of table, partition and tick: the same after a
 * restart, and independent from tick to tick. Used for one tick.
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

    /** What an example counts for; 0 when it is left out. */
    double weight(String table, int partition, long tickMs, boolean requested) {
        double rate = requested ? 1 : rate();
        return rate == 1 || uniform(table, partition, tickMs) < rate ? 1 / rate : 0;
    }

    private static double uniform(String table, int partition, long tickMs) {
        long entity = mix(((long) table.hashCode() << 32) ^ partition);
        return (mix(entity ^ mix(tickMs)) >>> 11) * 0x1p-53;
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every bit depends on all bits.
    private static long mix(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
