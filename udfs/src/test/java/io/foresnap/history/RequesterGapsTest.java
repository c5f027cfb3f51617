package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RequesterGapsTest {

    private static final long HOUR = 3_600_000;

    @Test
    void packedIsNearlyTheSame() {
        RequesterGaps gaps = new RequesterGaps();
        for (int i = 0; i < 300; i++) {
            gaps.add(i % 10 == 0 ? 24 * HOUR : HOUR);
        }

        RequesterGaps copy = RequesterGaps.unpacked(gaps.packed());

        assertThat(gaps.packed()).hasSize(Interarrivals.BINS + 1);
        assertThat(copy.survivors(0)).isCloseTo(gaps.survivors(0), within(4.0));
        assertThat(copy.survivors(5 * HOUR) / copy.survivors(0))
                .isCloseTo(gaps.survivors(5 * HOUR) / gaps.survivors(0), within(0.005));
        assertThat(copy.arrivals(20 * HOUR, 10 * HOUR)).isGreaterThan(5);
    }

    @Test
    void nothingIsKeptOfNothing() {
        assertThat(new RequesterGaps().packed()).isEmpty();
        assertThat(RequesterGaps.unpacked(new byte[0]).survivors(0)).isZero();
    }

    @Test
    void aRequesterIsOfTheSameMindAboutAllItsTables() {
        RequesterHabits habits = new RequesterHabits();
        for (int hour = 0; hour < 40; hour++) {
            habits.hear("a", hour * HOUR);
            habits.hear("b", hour * HOUR + HOUR / 2);
        }

        assertThat(habits.gaps.survivors(0)).isGreaterThan(60);
        assertThat(habits.gaps.arrivals(HOUR / 2, HOUR)).isGreaterThan(60);
        assertThat(habits.gaps.survivors(2 * HOUR)).isZero();
    }

    @Test
    void othersAreToldSeldom() {
        RequesterHabits habits = new RequesterHabits();

        assertThat(habits.tells(1000, 500)).isTrue();
        assertThat(habits.tells(1499, 500)).isFalse();
        assertThat(habits.tells(1500, 500)).isTrue();
    }

    @Test
    void aTickDoesNotKnowWhatCameAfterIt() {
        RequesterTimes times = new RequesterTimes();
        times.heard(100);
        times.heard(250);

        assertThat(times.before(300)).isEqualTo(250);
        assertThat(times.before(200)).isEqualTo(100);
        assertThat(times.before(50)).isEqualTo(Long.MIN_VALUE);
    }
}
