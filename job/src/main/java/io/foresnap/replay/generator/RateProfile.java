package io.foresnap.replay.generator;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** A rate that is constant over each quarter of an hour. */
@FunctionalInterface
interface RateProfile {

    /** The steps of the rate: every time zone's hours begin at a multiple of it. */
    long STEP_MS = 15 * 60_000;

    /** Events a millisecond, throughout the quarter of an hour that a time falls into. */
    double perMs(long timeMs);

    /** The same at all times. */
    static RateProfile constant(double perMs) {
        return timeMs -> perMs;
    }

    /**
     * Follows working days: a share of the peak rate for each hour of the day, by the clocks of a
     * time zone, and less at weekends.
     *
     * @param byHour 24 shares, for the hours from midnight
     * @param weekend what the shares are multiplied by on Saturdays and Sundays
     */
    static RateProfile workingDays(double peakPerMs, double[] byHour, double weekend, ZoneId zone) {
        double[] shares = byHour.clone();
        return timeMs -> {
            ZonedDateTime local = Instant.ofEpochMilli(timeMs).atZone(zone);
            boolean free = local.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
            return peakPerMs * shares[local.getHour()] * (free ? weekend : 1);
        };
    }
}
