package io.foresnap.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HazardTest {

    private final Hazard hazard = new Hazard(Gaps.BINS);

    @Test
    void whatComesAtRegularTimesIsDueWhenItIsDue() {
        Gaps hourly = new Gaps();
        for (int i = 0; i < 200; i++) {
            hourly.add(12, 1);
        }

        assertThat(hazard.within(hourly, new Gaps(), 3, 1)).isLessThan(0.01);
        assertThat(hazard.within(hourly, new Gaps(), 11, 3)).isGreaterThan(0.99);
        assertThat(hazard.index(hourly, new Gaps(), 11))
                .isGreaterThan(3 * hazard.index(hourly, new Gaps(), 0));
    }

    @Test
    void aProcessWithoutMemoryHasItsRateAtEveryAge() {
        Random random = new Random(1);
        Gaps gaps = new Gaps();
        for (int i = 0; i < 100_000; i++) {
            gaps.add(-Math.log(1 - random.nextDouble()) / 2, 1);
        }

        for (double age : new double[] {0, 0.2, 1}) {
            assertThat(hazard.within(gaps, new Gaps(), age, 1))
                    .isCloseTo(1 - Math.exp(-2), within(0.03));
            assertThat(hazard.index(gaps, new Gaps(), age)).isCloseTo(2, within(0.3));
        }
    }

    @Test
    void aBurstIsWorthMostAtItsBeginning() {
        Gaps bursts = new Gaps();
        for (int i = 0; i < 300; i++) {
            bursts.add(i % 3 == 0 ? 50 : 0.1, 1);
        }

        assertThat(hazard.index(bursts, new Gaps(), 0))
                .isGreaterThan(5 * hazard.index(bursts, new Gaps(), 1));
    }

    @Test
    void whatComesOnceADayIsDueAfterADayAlsoInShortWindows() {
        Gaps nightly = new Gaps();
        for (int i = 0; i < 200; i++) {
            nightly.add(288, 1);
        }

        assertThat(hazard.within(nightly, new Gaps(), 107, 1)).isLessThan(0.01);
        assertThat(hazard.within(nightly, new Gaps(), 290, 24)).isGreaterThan(0.8);
        assertThat(hazard.index(nightly, new Gaps(), 287))
                .isGreaterThan(5 * hazard.index(nightly, new Gaps(), 107));
    }

    @Test
    void whatIsLongerThanAllBinsIsNotForgotten() {
        Gaps yearly = new Gaps();
        for (int i = 0; i < 20; i++) {
            yearly.add(105_000, 1);
        }

        assertThat(hazard.index(yearly, new Gaps(), 50_000)).isPositive();
    }

    @Test
    void withoutGapsOfItsOwnAPartitionIsLikeAllTheOthers() {
        Gaps usual = new Gaps();
        for (int i = 0; i < 100; i++) {
            usual.add(2, 1);
        }

        assertThat(hazard.within(new Gaps(), usual, 1, 2)).isGreaterThan(0.9);
        assertThat(hazard.within(new Gaps(), new Gaps(), 1, 2)).isZero();
    }
}
