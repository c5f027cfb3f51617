package io.foresnap.replay.report;

import java.util.List;

/**
 * Settings that suit the requests of a trace, found by trying.
 *
 * <p>First the smallest cache is taken that saves at least 90 % of the mean latency that the
 * largest one tried saves, against no cache at all. With that cache it is the smallest queue, and
 * with both the longest prediction interval, that saves at least 90 % of what the best one tried
 * saves against an LRU cache of the same size: of what prediction adds.
 *
 * @param capacity recommended size of the cache, share of the bytes that all partitions need
 * @param best what the recommended settings come to
 * @param tried everything that was tried
 */
public record Recommended(
        double capacity,
        long capacityBytes,
        int queueCapacity,
        long intervalMs,
        Trial best,
        List<Trial> tried) {

    /** Seven sizes of the cache, four more of the queue, three intervals. */
    public static final int MOST_TRIALS = 14;

    /**
     * Settings that were tried with the policy {@code foresnap}.
     *
     * @param lruMillis mean latency with an LRU cache of the same size
     * @param uncachedMillis mean latency without a cache
     */
    public record Trial(
            double capacity,
            long capacityBytes,
            int queueCapacity,
            long intervalMs,
            double servedWholly,
            double sourceBytesPerRequestedByte,
            double meanLatencyMillis,
            double lruMillis,
            double uncachedMillis) {

        /** What the cache saves of the mean latency, milliseconds. */
        double savedMillis() {
            return uncachedMillis - meanLatencyMillis;
        }

        /** What prediction saves of it, milliseconds. */
        double savedByPrediction() {
            return lruMillis - meanLatencyMillis;
        }
    }
}
