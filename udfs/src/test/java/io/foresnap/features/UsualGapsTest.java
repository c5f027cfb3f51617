package io.foresnap.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.history.Interarrivals;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsualGapsTest {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long WINDOW = 5 * MINUTE;

    private static Interarrivals every(long gapMs, int times) {
        Interarrivals gaps = new Interarrivals();
        for (int i = 0; i < times; i++) {
            gaps.add(gapMs);
        }
        return gaps;
    }

    @Test
    void whoAsksAtRegularTimesIsDueWhenItIsDue() {
        UsualGaps usual = new UsualGaps(WINDOW);
        Interarrivals hourly = every(60 * MINUTE, 500);
        usual.add(hourly);

        assertThat(usual.within(hourly, 10 * MINUTE)).isLessThan(0.01);
        assertThat(usual.index(hourly, 58 * MINUTE))
                .isGreaterThan(3 * usual.index(hourly, 10 * MINUTE));
    }

    @Test
    void whoHasNoGapsYetIsLikeAllTheOthers() {
        UsualGaps usual = new UsualGaps(WINDOW);
        for (int i = 0; i < 20; i++) {
            usual.add(every(2 * MINUTE, 10));
        }

        assertThat(usual.within(new Interarrivals(), MINUTE)).isGreaterThan(0.9);
        assertThat(new UsualGaps(WINDOW).within(new Interarrivals(), MINUTE)).isZero();
    }

    @Test
    void whatWasCountedAfterAnAnswerCountsInTheNext() {
        UsualGaps usual = new UsualGaps(WINDOW);
        assertThat(usual.index(new Interarrivals(), MINUTE)).isZero();
        usual.add(every(2 * MINUTE, 10));

        assertThat(usual.index(new Interarrivals(), MINUTE)).isPositive();
    }

    @Test
    void orderDoesNotMatter() {
        UsualGaps one = new UsualGaps(WINDOW);
        UsualGaps other = new UsualGaps(WINDOW);
        Interarrivals[] all = {every(MINUTE, 7), every(9 * MINUTE, 33), every(77 * MINUTE, 5)};
        for (int i = 0; i < all.length; i++) {
            one.add(all[i]);
            other.add(all[all.length - 1 - i]);
        }

        assertThat(one.index(all[1], MINUTE)).isEqualTo(other.index(all[1], MINUTE));
        assertThat(one.within(all[1], MINUTE)).isCloseTo(other.within(all[1], MINUTE), within(0.0));
    }
}
