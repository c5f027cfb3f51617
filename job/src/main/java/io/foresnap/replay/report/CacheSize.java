package io.foresnap.replay.report;

import java.util.Locale;

/**
 * A size of the cache.
 *
 * @param amount bytes; or a share of what all partitions need
 * @param isShare which of the two
 */
public record CacheSize(double amount, boolean isShare) {

    public CacheSize {
        if (!(amount > 0) || !Double.isFinite(amount)) {
            throw new IllegalArgumentException("a cache needs a size above 0");
        }
    }

    /** A size in bytes. */
    public static CacheSize ofBytes(long bytes) {
        return new CacheSize(bytes, false);
    }

    /** A share of the sum over the partitions of the bytes that their requests need on average. */
    public static CacheSize ofShare(double share) {
        return new CacheSize(share, true);
    }

    /** The size as a share of that sum. */
    public double shareOf(double wholeBytes) {
        return isShare ? amount : amount / wholeBytes;
    }

    @Override
    public String toString() {
        return isShare
                ? String.format(Locale.ROOT, "%.3g %%", 100 * amount)
                : String.format(Locale.ROOT, "%.0f bytes", amount);
    }
}
