package io.foresnap.archive;

/**
 * What is expected of a partition's requests.
 *
 * @param ratePerMs requests a millisecond in the long run
 * @param windowStartMs where the newest predicted window begins, epoch milliseconds
 * @param windowEndMs where it ends, exclusive; not after its begin when nothing was ever predicted
 * @param probability of at least one request in it
 */
public record Outlook(double ratePerMs, long windowStartMs, long windowEndMs, double probability) {

    /** Certainty would be infinitely many requests. */
    private static final double ALMOST_CERTAIN = 0.999;

    /** Requests in the window, taken for a Poisson process with this chance of at least one. */
    double expectedInWindow() {
        return -Math.log1p(-Math.min(ALMOST_CERTAIN, Math.max(0, probability)));
    }

    /** Requests that a window as long as the predicted one sees on average. */
    double usualInWindow() {
        return ratePerMs * Math.max(0, windowEndMs - windowStartMs);
    }
}
