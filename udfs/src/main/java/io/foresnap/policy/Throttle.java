package io.foresnap.policy;

/**
 * Keeps what prefetching wastes near a small share of what requests read. It sets how likely a
 * request must be, for each byte fetched, and raises that when too much of what was fetched leaves
 * the cache unread; at its highest hardly anything is fetched. What was wasted is forgotten slowly,
 * so that prefetching begins again, from what is most likely, while requests go on.
 */
public class Throttle {

    /** Bytes wasted for each byte that requests need. */
    private static final double WASTE = 0.04;

    private static final double FIRST = 0.3;
    private static final double LOWEST = 0.05;
    private static final double HIGHEST = 20;
    private static final double KEEP = 0.98;
    private static final double STEP = 0.05;

    public double threshold = FIRST;
    public double wasted;
    public double needed;

    /**
     * A tick.
     *
     * @param wastedBytes what was prefetched and left unread, or came too late, since the last one
     * @param neededBytes what requests needed since then
     */
    public void observe(long wastedBytes, long neededBytes) {
        wasted = KEEP * wasted + wastedBytes;
        needed = KEEP * needed + neededBytes;
        if (wasted + needed > 0) {
            double excess = wasted / Math.max(1, needed) / WASTE - 1;
            threshold *= Math.exp(STEP * Math.min(2, excess));
            threshold = Math.max(LOWEST, Math.min(HIGHEST, threshold));
        }
    }

    /**
     * Whether fetching what is missing is likely enough to be worth it.
     *
     * @param probability of a request in the window
     * @param missingBytes what would be fetched
     * @param neededBytes what the request would need
     */
    public boolean admits(double probability, long missingBytes, long neededBytes) {
        return probability * neededBytes >= threshold * missingBytes;
    }
}
