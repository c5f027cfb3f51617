package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WallClockTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Vienna", "America/New_York", "Asia/Kolkata", "+05:00"})
    void showsWhatTheZoneShowsThroughAllOfAYear(String name) {
        ZoneId zone = ZoneId.of(name);
        WallClock clock = new WallClock(zone);
        ZonedDateTime start = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneId.of("UTC"));

        for (int hour = 0; hour < 366 * 24; hour += 5) {
            ZonedDateTime time = start.plusHours(hour).withZoneSameInstant(zone);
            long timeMs = time.toInstant().toEpochMilli();
            assertThat(clock.hourOf(timeMs)).isEqualTo(time.getHour());
            assertThat(clock.weekdayOf(timeMs)).isEqualTo(time.getDayOfWeek().getValue() - 1);
        }
    }

    @Test
    void yesterdayAtThisTimeIsNotAlwaysADayAgo() {
        ZoneId zone = ZoneId.of("Europe/Vienna");
        WallClock clock = new WallClock(zone);
        ZonedDateTime afterSpringForward = ZonedDateTime.of(2026, 3, 29, 22, 0, 0, 0, zone);
        ZonedDateTime afterFallBack = ZonedDateTime.of(2026, 10, 25, 22, 0, 0, 0, zone);

        for (ZonedDateTime time : new ZonedDateTime[] {afterSpringForward, afterFallBack}) {
            assertThat(clock.daysBefore(time.toInstant().toEpochMilli(), 1))
                    .isEqualTo(time.minusDays(1).toInstant().toEpochMilli())
                    .isNotEqualTo(time.minusHours(24).toInstant().toEpochMilli());
        }
    }

    @Test
    void midnightAndTheFullHourAreThoseOfTheClocksAlsoWhenTheyAreSet() {
        ZoneId zone = ZoneId.of("Europe/Vienna");
        WallClock clock = new WallClock(zone);
        for (String day : new String[] {"2026-03-29", "2026-10-25", "2026-06-01"}) {
            ZonedDateTime midnight = LocalDate.parse(day).atStartOfDay(zone);
            ZonedDateTime evening = midnight.plusHours(21).plusMinutes(17);

            assertThat(clock.midnightBefore(evening.toInstant().toEpochMilli()))
                    .isEqualTo(midnight.toInstant().toEpochMilli());
            assertThat(clock.midnightBefore(midnight.toInstant().toEpochMilli()))
                    .isEqualTo(midnight.toInstant().toEpochMilli());
            assertThat(clock.hourBefore(evening.toInstant().toEpochMilli()))
                    .isEqualTo(evening.withMinute(0).toInstant().toEpochMilli());
        }
    }

    @Test
    void theHourBeforeAndAfterTheClocksAreSet() {
        WallClock clock = new WallClock(ZoneId.of("Europe/Vienna"));
        long set = ZonedDateTime.parse("2026-03-29T01:00:00Z").toInstant().toEpochMilli();

        assertThat(clock.hourOf(set - 1)).isEqualTo(1);
        assertThat(clock.hourOf(set)).isEqualTo(3);
        assertThat(clock.hourOf(set - 1)).isEqualTo(1);
    }
}
