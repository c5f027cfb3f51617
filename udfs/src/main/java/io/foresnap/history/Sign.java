package io.foresnap.history;

/**
 * That a requester who often asks for a table a while after another has just asked for that other.
 *
 * @param table the table that is expected
 * @param atMs when the other was asked for, epoch milliseconds
 * @param lagMs how long after it this one usually is, milliseconds
 * @param spreadMs standard deviation of that
 * @param share how often it is at all, from 0 to 1
 */
public record Sign(String table, long atMs, long lagMs, long spreadMs, float share) {

    /** A logistic distribution's scale for a standard deviation of one. */
    private static final double SCALE = Math.sqrt(3) / Math.PI;

    /** The same, for a table of the same name. */
    Sign named(String sameName) {
        return new Sign(sameName, atMs, lagMs, spreadMs, share);
    }

    /**
     * Probability that the table is asked for in a window, given that it was not between the sign
     * and the window. Lags are taken to be distributed logistically.
     */
    public double probability(long fromMs, long windowMs) {
        double before = share * until(fromMs);
        double after = share * until(fromMs + windowMs);
        return (after - before) / (1 - before);
    }

    private double until(long timeMs) {
        double deviations = (timeMs - atMs - lagMs) / (SCALE * spreadMs);
        return 1 / (1 + Math.exp(-deviations));
    }
}
