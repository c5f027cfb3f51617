package io.foresnap.archive;

/**
 * What is expected of a partition's requests. Requests within one window count as one: the first of
 * them brings the log into the cache.
 *
 * @param ratePerMs windows with a request, a millisecond, in the long run
 * @param windowStartMs where the newest predicted window begins, epoch milliseconds
 * @param windowEndMs where it ends, exclusive; not after its begin when nothing was ever predicted
 * @param probability of at least one request in it
 */
public record Outlook(double ratePerMs, long windowStartMs, long windowEndMs, double probability) {

    /** What a window as long as the predicted one sees on average. */
    double usualInWindow() {
        return ratePerMs * Math.max(0, windowEndMs - windowStartMs);
    }
}
