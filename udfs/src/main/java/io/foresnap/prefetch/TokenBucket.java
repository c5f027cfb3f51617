package io.foresnap.prefetch;

import java.util.concurrent.TimeUnit;

/**
 * A bucket that fills at a rate. What is taken may leave it in debt, so that a piece larger than
 * the bucket goes through, too, and is paid off by those that follow. Not thread-safe.
 */
final class TokenBucket {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double perNano;
    private final double capacity;
    private double tokens;
    private long filledAt;

    /**
     * @param perSecond tokens that come in a second
     * @param capacity most tokens held
     * @param nowNanos time, nanoseconds; it begins full
     */
    TokenBucket(long perSecond, long capacity, long nowNanos) {
        this.perNano = perSecond / NANOS;
        this.capacity = capacity;
        this.tokens = capacity;
        this.filledAt = nowNanos;
    }

    /** How long until there is something in it; 0 when there is. */
    long nanosUntilAny(long nowNanos) {
        fill(nowNanos);
        return tokens > 0 ? 0 : (long) Math.ceil((1 - tokens) / perNano);
    }

    void take(long wanted, long nowNanos) {
        fill(nowNanos);
        tokens -= wanted;
    }

    /** Leaves it in so much debt, unless it is in more. */
    void owe(long debt, long nowNanos) {
        fill(nowNanos);
        tokens = Math.min(tokens, -debt);
    }

    private void fill(long nowNanos) {
        tokens = Math.min(capacity, tokens + (nowNanos - filledAt) * perNano);
        filledAt = nowNanos;
    }
}
