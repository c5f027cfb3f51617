package io.foresnap.cache;

import io.foresnap.policy.Throttle;

/** The node's {@link Throttle}: fed by what its cache wastes and what its requests need. */
final class PrefetchThrottle {

    private final Throttle throttle = new Throttle();
    private final CacheCounters counters;
    private long neededBytes;
    private long seenWasted;

    /**
     * @param counters say what was wasted so far
     */
    PrefetchThrottle(CacheCounters counters) {
        this.counters = counters;
    }

    /** A request needs so many bytes of durable storage, cached or not. */
    synchronized void requested(long bytes) {
        neededBytes += bytes;
    }

    /** A window begins. */
    synchronized void tick() {
        long wasted = counters.wastedBytes();
        throttle.observe(wasted - seenWasted, neededBytes);
        seenWasted = wasted;
        neededBytes = 0;
    }

    synchronized boolean admits(double probability, long missingBytes, long ofBytes) {
        return throttle.admits(probability, missingBytes, ofBytes);
    }

    /** How likely a request must be for each byte fetched of those that it needs. */
    synchronized double threshold() {
        return throttle.threshold;
    }
}
