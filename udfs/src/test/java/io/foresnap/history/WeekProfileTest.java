package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WeekProfileTest {

    private static final long HOUR_MS = 3_600_000;

    private final WeekProfile week = new WeekProfile();

    private void weeks(int count, int busyDay) {
        for (int hour = 0; hour < count * 7 * 24; hour++) {
            int day = hour / 24 % 7;
            week.observe(day, day == busyDay && hour % 2 == 0, HOUR_MS);
        }
    }

    @Test
    void eachDayHasItsShare() {
        weeks(6, 0);

        assertThat(week.share(0, 0.1)).isCloseTo(0.5, within(0.03));
        assertThat(week.share(3, 0.1)).isLessThan(0.01);
    }

    @Test
    void anotherDayIsLearnedWithinWeeks() {
        weeks(20, 0);
        weeks(12, 4);

        assertThat(week.share(4, 0.1)).isGreaterThan(0.45);
        assertThat(week.share(0, 0.1)).isLessThan(0.05);
    }

    @Test
    void withoutWindowsOfADayThePriorStands() {
        assertThat(week.share(6, 0.25)).isEqualTo(0.25);
    }
}
