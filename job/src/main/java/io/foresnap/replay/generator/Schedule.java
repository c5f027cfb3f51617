package io.foresnap.replay.generator;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.LongConsumer;

/** The times at which something is due. */
@FunctionalInterface
interface Schedule {

    /** Gives every due time in {@code [fromMs, untilMs)}, epoch milliseconds, ascending. */
    void between(long fromMs, long untilMs, LongConsumer due);

    /**
     * Every {@code periodMs}, from {@code phaseMs} after the epoch on; whatever clocks on walls do.
     */
    static Schedule every(long periodMs, long phaseMs) {
        return (fromMs, untilMs, due) -> {
            long next = phaseMs + -Math.floorDiv(phaseMs - fromMs, periodMs) * periodMs;
            for (; next < untilMs; next += periodMs) {
                due.accept(next);
            }
        };
    }

    /**
     * At a time of the day, on certain days, by the clocks of a time zone. A time that daylight
     * saving skips is as much later as was skipped; one that comes twice counts the first time.
     */
    static Schedule daily(LocalTime time, Set<DayOfWeek> days, ZoneId zone) {
        return (fromMs, untilMs, due) -> {
            LocalDate day = Instant.ofEpochMilli(fromMs).atZone(zone).toLocalDate().minusDays(1);
            LocalDate last = Instant.ofEpochMilli(untilMs).atZone(zone).toLocalDate();
            for (; !day.isAfter(last); day = day.plusDays(1)) {
                long at = day.atTime(time).atZone(zone).toInstant().toEpochMilli();
                if (days.contains(day.getDayOfWeek()) && at >= fromMs && at < untilMs) {
                    due.accept(at);
                }
            }
        };
    }

    /** This one between two times: from the first on, before the second. */
    default Schedule limited(long firstMs, long endMs) {
        return (fromMs, untilMs, due) ->
                between(Math.max(fromMs, firstMs), Math.min(untilMs, endMs), due);
    }
}
