package io.foresnap.prefetch;

/**
 * How much of a list may be fetched. Tasks come in order of probability; once what they need,
 * fetched or cached already, would fill the part of the cache that predictions may have, the rest
 * of the list has no room: fetching it would push out what is more likely.
 */
final class PrefetchBudget {

    /** The rest is left to what requests themselves bring. */
    private static final double SHARE_OF_CACHE = 0.75;

    /** A run is larger than its compressed file; the ratio follows what was fetched lately. */
    private static final double FIRST_RATIO = 4;

    private static final double FOLLOW = 0.05;

    private final double capacity;
    private long tickMs = Long.MIN_VALUE;
    private int round = Integer.MIN_VALUE;
    private double planned;
    private double ratio = FIRST_RATIO;

    PrefetchBudget(long cacheBytes) {
        this.capacity = cacheBytes * SHARE_OF_CACHE;
    }

    /**
     * Whether the next task of a list still has room; counts it if so.
     *
     * @param sourceBytes size of all files it needs, in durable storage
     */
    synchronized boolean admits(long tick, int listRound, long sourceBytes) {
        if (tick != tickMs || listRound != round) {
            tickMs = tick;
            round = listRound;
            planned = 0;
        }
        double needed = sourceBytes * ratio;
        if (planned + needed > capacity) {
            return false;
        }
        planned += needed;
        return true;
    }

    /** Whether something that is part of no list has room. */
    synchronized boolean admitsUrgent(long sourceBytes) {
        return sourceBytes * ratio <= capacity;
    }

    /** How large files are expected to become in memory, bytes. */
    synchronized long expectedBytes(long sourceBytes) {
        return (long) (sourceBytes * ratio);
    }

    /** Learns how large a file becomes in memory. */
    synchronized void learn(long sourceBytes, long runBytes) {
        if (sourceBytes > 0) {
            ratio += FOLLOW * ((double) runBytes / sourceBytes - ratio);
        }
    }
}
