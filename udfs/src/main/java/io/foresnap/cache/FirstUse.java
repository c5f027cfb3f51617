package io.foresnap.cache;

/** Whether what was prefetched still waits for its first use, and since when it takes room. */
final class FirstUse {

    private boolean awaited;
    private long sinceMs;

    private FirstUse(boolean awaited, long sinceMs) {
        this.awaited = awaited;
        this.sinceMs = sinceMs;
    }

    /** Of what a request brought. */
    static FirstUse made() {
        return new FirstUse(false, 0);
    }

    /** Of what was prefetched at a time, epoch milliseconds of the job's clock. */
    static FirstUse awaitedSince(long nowMs) {
        return new FirstUse(true, nowMs);
    }

    synchronized boolean isAwaited() {
        return awaited;
    }

    /** A request uses it; whether it is the first. */
    synchronized boolean use() {
        boolean first = awaited;
        awaited = false;
        return first;
    }

    /**
     * How long room was taken in vain until now, milliseconds. What leaves one tier and stays in
     * the other is asked twice: each time is told once.
     */
    synchronized long takeMillisInVain(long nowMs) {
        long millis = awaited ? Math.max(0, nowMs - sinceMs) : 0;
        sinceMs = nowMs;
        return millis;
    }
}
