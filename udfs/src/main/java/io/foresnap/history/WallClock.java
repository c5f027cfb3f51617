package io.foresnap.history;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * What the clocks of a time zone show: habits of people and of schedules follow these, also when
 * they are set forward or back. Remembers the offset in force; not thread-safe.
 */
public final class WallClock {

    /** A clock that is never set. */
    public static final ZoneId UTC = ZoneOffset.UTC;

    private static final long HOUR_MS = 3_600_000;

    /** A day without a change of the clocks, milliseconds. */
    public static final double DAY_MS = 24.0 * HOUR_MS;

    private static final long DAY = 24 * HOUR_MS;

    /** The first of January 1970 was a Thursday; Monday is 0. */
    private static final int FIRST_DAY = 3;

    private final ZoneRules rules;
    private long fromMs;
    private long untilMs;
    private long offsetMs;

    /** The clocks of a zone. */
    public WallClock(ZoneId zone) {
        this.rules = zone.getRules();
    }

    /** The hour of the day, 0 to 23. */
    public int hourOf(long timeMs) {
        return (int) Math.floorMod(Math.floorDiv(localMs(timeMs), HOUR_MS), 24L);
    }

    /** The time of the day, milliseconds since midnight. */
    public long ofDayMs(long timeMs) {
        return Math.floorMod(localMs(timeMs), DAY);
    }

    /** The day of the week, 0 (Monday) to 6. */
    public int weekdayOf(long timeMs) {
        return (int) Math.floorMod(Math.floorDiv(localMs(timeMs), DAY) + FIRST_DAY, 7L);
    }

    /** The time at which the clocks showed the same so many days before, epoch milliseconds. */
    public long daysBefore(long timeMs, int days) {
        long plain = timeMs - days * DAY;
        return plain + offsetMs(timeMs) - offsetMs(plain);
    }

    /** The last time at which the clocks showed midnight, epoch milliseconds. */
    public long midnightBefore(long timeMs) {
        long plain = timeMs - ofDayMs(timeMs);
        return plain + offsetMs(timeMs) - offsetMs(plain);
    }

    /** The last time at which the clocks showed a full hour, epoch milliseconds. */
    public long hourBefore(long timeMs) {
        return timeMs - Math.floorMod(localMs(timeMs), HOUR_MS);
    }

    private long localMs(long timeMs) {
        return timeMs + offsetMs(timeMs);
    }

    private long offsetMs(long timeMs) {
        if (timeMs < fromMs || timeMs >= untilMs) {
            Instant at = Instant.ofEpochMilli(timeMs);
            ZoneOffsetTransition next = rules.nextTransition(at);
            // Of a transition at this very moment the new offset is in force already.
            ZoneOffsetTransition previous = rules.previousTransition(at.plusMillis(1));
            fromMs = previous == null ? Long.MIN_VALUE : previous.getInstant().toEpochMilli();
            untilMs = next == null ? Long.MAX_VALUE : next.getInstant().toEpochMilli();
            offsetMs = 1000L * rules.getOffset(at).getTotalSeconds();
        }
        return offsetMs;
    }
}
