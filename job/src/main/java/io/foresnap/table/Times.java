package io.foresnap.table;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Dates and times as connectors write them; what is no time is a {@link DateTimeException}. */
final class Times {

    private static final long NANOS_OF_SECOND = 1_000_000_000L;

    /** Years that every target can hold; beyond are only the marks that connectors have for ∞. */
    private static final int LAST_YEAR = 200_000;

    static LocalDate date(long days) {
        return inRange(LocalDate.ofEpochDay(days));
    }

    static LocalDate date(String iso) {
        return inRange(LocalDate.parse(withoutZulu(iso)));
    }

    static LocalTime time(Encoding unit, long value) {
        return LocalTime.ofNanoOfDay(Math.multiplyExact(value, NANOS_OF_SECOND / perSecond(unit)));
    }

    static LocalTime time(String iso) {
        return LocalTime.parse(withoutZulu(iso));
    }

    static LocalDateTime timestamp(Encoding unit, long value) {
        return LocalDateTime.ofInstant(instant(unit, value), ZoneOffset.UTC);
    }

    static LocalDateTime timestamp(String iso) {
        LocalDateTime time = LocalDateTime.parse(withoutZulu(iso));
        inRange(time.toLocalDate());
        return time;
    }

    static Instant instant(Encoding unit, long value) {
        long perSecond = perSecond(unit);
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(value, perSecond),
                        Math.floorMod(value, perSecond) * (NANOS_OF_SECOND / perSecond));
        inRange(LocalDate.ofInstant(instant, ZoneOffset.UTC));
        return instant;
    }

    static Instant instant(String iso) {
        Instant instant = OffsetDateTime.parse(iso).toInstant();
        inRange(LocalDate.ofInstant(instant, ZoneOffset.UTC));
        return instant;
    }

    private static long perSecond(Encoding unit) {
        return switch (unit) {
            case MILLIS -> 1_000L;
            case MICROS -> 1_000_000L;
            case NANOS -> NANOS_OF_SECOND;
            default -> throw new DateTimeException("no unit of time: " + unit);
        };
    }

    private static LocalDate inRange(LocalDate date) {
        if (Math.abs(date.getYear()) > LAST_YEAR) {
            throw new DateTimeException("not a finite time");
        }
        return date;
    }

    private static String withoutZulu(String iso) {
        return iso.endsWith("Z") ? iso.substring(0, iso.length() - 1) : iso;
    }

    private Times() {}
}
