package io.foresnap.replay.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.replay.generator.Walks.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WalksTest {

    private static final long MINUTE = 60_000;

    private static Draws draws(long seed) {
        return new Draws(new SplittableRandom(seed));
    }

    /** One due start at time 0, no later than a minute after. */
    private static WalkStarts once(double missed) {
        return new ScheduledStarts(Schedule.every(Long.MAX_VALUE / 4, 0), MINUTE, missed, draws(1));
    }

    private static double[] hazards(RequestSource source, long fromMs, long untilMs) {
        double[] none = {1, 1, 1};
        source.multiplyNone(fromMs, untilMs, none);
        return Arrays.stream(none).map(p -> 1 - p).toArray();
    }

    @Test
    void aStepIsExpectedWhenTheOneBeforeItHasCome() {
        List<Step> steps =
                List.of(
                        new Step(List.of(0), 0),
                        new Step(List.of(1), 10 * MINUTE),
                        new Step(List.of(2), 10 * MINUTE));
        Walks walks = new Walks(steps, 1000, 1, once(0), List.of("nightly"), draws(2));

        double[] before = hazards(walks, 0, 5 * MINUTE);
        walks.play(0, 5 * MINUTE, (ms, entity, who) -> assertThat(entity).isZero());
        double[] between = hazards(walks, 5 * MINUTE, 10 * MINUTE);
        walks.play(5 * MINUTE, 10 * MINUTE, (ms, entity, who) -> assertThat(entity).isNegative());
        double[] due = hazards(walks, 10 * MINUTE, 15 * MINUTE);

        assertThat(before).containsExactly(new double[] {1, 0, 0}, within(1e-9));
        assertThat(between).containsExactly(new double[] {0, 0, 0}, within(1e-9));
        assertThat(due).containsExactly(new double[] {0, 1, 0}, within(1e-6));
    }

    @Test
    void aLateStartIsEverMoreLikelyAMissedOne() {
        // 80 % of the jitter has passed: .5 * .2 / (.5 + .5 * .2).
        WalkStarts starts = once(0.5);
        starts.play(0, 0, ms -> {});
        WalkStarts missed =
                new ScheduledStarts(
                        Schedule.every(Long.MAX_VALUE / 4, 0), MINUTE, 1 - 1e-12, draws(1));
        missed.play(0, 48_000, ms -> {});

        assertThat(1 - starts.none(0, MINUTE, Delay.NONE)).isCloseTo(0.5, within(1e-9));
        assertThat(1 - missed.none(48_000, MINUTE, Delay.NONE)).isCloseTo(0, within(1e-9));
        assertThat(1 - halfMissed().none(48_000, MINUTE, Delay.NONE))
                .isCloseTo(0.1 / 0.6, within(1e-9));
    }

    /** Starts whose due one at 0 has not come by 48 s. */
    private static WalkStarts halfMissed() {
        for (long seed = 1; ; seed++) {
            WalkStarts starts =
                    new ScheduledStarts(
                            Schedule.every(Long.MAX_VALUE / 4, 0), MINUTE, 0.5, draws(seed));
            List<Long> started = new ArrayList<>();
            starts.play(0, 48_000, started::add);
            if (started.isEmpty()) {
                return starts;
            }
        }
    }

    @Test
    void theIntegralOfADelayIsThatOfItsDistribution() {
        for (Delay delay :
                List.of(Delay.NONE, new Delay(500, 1, 300, 1), new Delay(2000, 7, 400, 0.9))) {
            double sum = 0;
            for (int ms = 0; ms < 9000; ms++) {
                sum += delay.within(ms + 0.5);
            }

            assertThat(delay.integral(9000)).isCloseTo(sum, within(1e-3 * sum));
        }
    }

    @Test
    void aDelayIsDistributedAsItsDraws() {
        Delay delay = new Delay(1000, 3, 500, 1);
        Draws draws = draws(3);
        int within = 0;
        for (int i = 0; i < 100_000; i++) {
            double drawn = 1000;
            for (int step = 0; step < 3; step++) {
                drawn += draws.exponential(500);
            }
            within += drawn <= 2200 ? 1 : 0;
        }

        assertThat(within / 1e5).isCloseTo(delay.within(2200), within(0.007));
    }
}
