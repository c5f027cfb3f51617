package io.foresnap.replay.report;

import java.util.List;

/**
 * Settings that suit the requests of a trace, found by trying.
 *
 * <p>What is saved is the mean latency without a cache minus the mean latency with it. First the
 * smallest cache is taken that saves at least 90 % of what the largest one tried saves; with that
 * cache the smallest queue that saves at least 98 % of the best; with both the longest prediction
 * interval that does so.
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

    /**
     * Settings that were tried with the policy {@code foresnap}.
     *
     * @param savedMillis mean latency without a cache minus that with these settings
     */
    public record Trial(
            double capacity,
            long capacityBytes,
            int queueCapacity,
            long intervalMs,
            double servedWholly,
            double sourceBytesPerRequestedByte,
            double meanLatencyMillis,
            double savedMillis) {}
}
