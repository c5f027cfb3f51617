package io.foresnap.prefetch;

/**
 * How long a read may stand still before it counts as stalled: the mean time between two of its
 * steps and four mean deviations, both following slowly what was measured, as TCP's retransmission
 * timer does (RFC 6298).
 */
final class StallTime {

    private static final long LEAST_NANOS = 100_000_000L;
    private static final long MOST_NANOS = 5_000_000_000L;
    private static final double FOLLOW_MEAN = 1 / 8.0;
    private static final double FOLLOW_DEVIATION = 1 / 4.0;

    private double mean = LEAST_NANOS;
    private double deviation = LEAST_NANOS / 4.0;

    /** Learns how long a step took. */
    synchronized void learn(long nanos) {
        deviation += FOLLOW_DEVIATION * (Math.abs(nanos - mean) - deviation);
        mean += FOLLOW_MEAN * (nanos - mean);
    }

    /** How long a read may stand still, nanoseconds. */
    synchronized long nanos() {
        return (long) Math.max(LEAST_NANOS, Math.min(MOST_NANOS, mean + 4 * deviation));
    }
}
