package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InterarrivalsTest {

    private static final long HOUR = 3_600_000;

    @Test
    void everyGapSurvivesAgeZeroAndNoneAnEndlessAge() {
        Interarrivals gaps = new Interarrivals();
        for (int i = 1; i <= 10; i++) {
            gaps.add(i * HOUR);
        }

        assertThat(gaps.lifelongSurvivors(0)).isEqualTo(10);
        assertThat(gaps.lifelongSurvivors(Long.MAX_VALUE / 2)).isCloseTo(0, within(1e-6));
    }

    @Test
    void arrivalsAreTheMassThatAWindowTakesFromTheSurvivors() {
        Interarrivals gaps = new Interarrivals();
        for (int i = 1; i <= 10; i++) {
            gaps.add(i * HOUR);
        }

        double arrivals = gaps.lifelongArrivals(2 * HOUR, 3 * HOUR);

        assertThat(arrivals)
                .isCloseTo(
                        gaps.lifelongSurvivors(2 * HOUR) - gaps.lifelongSurvivors(5 * HOUR),
                        within(1e-9))
                .isBetween(2.0, 4.0);
    }

    @Test
    void theForgettingCopyFollowsAChangeOfHabit() {
        Interarrivals gaps = new Interarrivals();
        for (int i = 0; i < 200; i++) {
            gaps.add(24 * HOUR);
        }
        for (int i = 0; i < 100; i++) {
            gaps.add(HOUR);
        }

        double longGaps = gaps.survivors(6 * HOUR) / gaps.survivors(0);

        assertThat(longGaps).isLessThan(0.06);
        assertThat(gaps.lifelongSurvivors(6 * HOUR)).isEqualTo(200);
    }

    @Test
    void gapsOfNothingAndOfYearsHaveABin() {
        Interarrivals gaps = new Interarrivals();

        gaps.add(0);
        gaps.add(10 * 365 * 24 * HOUR);

        assertThat(gaps.lifelongSurvivors(0)).isEqualTo(2);
    }
}
