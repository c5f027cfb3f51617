package io.foresnap.replay;

/**
 * How an entity is asked for, judged by its requests before the first scored tick. The first kind
 * whose criterion holds counts.
 */
public enum EntityKind {
    /** Fewer than 10 requests, or none. */
    RARE,
    /** At least 80 % of the gaps between requests are within 20 % of their median. */
    PERIODIC,
    /**
     * Keeps to hours of the day: the hours with a request, each counted once a day, are on at least
     * 3 days and their mean direction on the 24-hour circle has length 0.3 or more and passes
     * Rayleigh's test at 0.1 % (n R^2 at least 6.9).
     */
    DIURNAL,
    /** The gaps' coefficient of variation is above 2. */
    BURSTY,
    /** None of these. */
    IRREGULAR
}
