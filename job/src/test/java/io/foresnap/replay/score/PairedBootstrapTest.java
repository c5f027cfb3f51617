package io.foresnap.replay.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

    private static final int TICKS = 200;

    @Test
    void aConstantDifferenceIsCertain() {
        PairedBootstrap.Interval interval =
                new PairedBootstrap(10, 500, 1)
                        .difference(losses(i -> 1.5 + i % 7), losses(i -> 2 + i % 7));

        assertThat(interval.difference()).isCloseTo(-0.05, within(1e-9));
        assertThat(interval.low()).isCloseTo(-0.05, within(1e-9));
        assertThat(interval.high()).isCloseTo(-0.05, within(1e-9));
    }

    @Test
    void ticksThatDependOnEachOtherWidenTheInterval() {
        SplittableRandom random = new SplittableRandom(3);
        double[] runs = random.doubles(TICKS / 10).toArray();
        TickLosses dependent = losses(i -> runs[i / 10]);
        TickLosses nothing = losses(i -> 0);

        PairedBootstrap.Interval single =
                new PairedBootstrap(1, 2000, 1).difference(dependent, nothing);
        PairedBootstrap.Interval blocks =
                new PairedBootstrap(10, 2000, 1).difference(dependent, nothing);

        assertThat(blocks.high() - blocks.low())
                .isGreaterThan(1.8 * (single.high() - single.low()));
        assertThat(blocks.low()).isLessThan(blocks.difference());
        assertThat(blocks.high()).isGreaterThan(blocks.difference());
    }

    @Test
    void theSpreadOfIndependentTicksIsThatOfTheirMean() {
        SplittableRandom random = new SplittableRandom(5);
        double[] each = random.doubles(TICKS).toArray();

        PairedBootstrap.Interval interval =
                new PairedBootstrap(1, 4000, 1).difference(losses(i -> each[i]), losses(i -> 0));

        // Uniform numbers, ten rows a tick: 2 x 1.96 standard errors of the mean.
        double expected = 2 * 1.96 * Math.sqrt(1 / 12.0 / TICKS) / 10;
        assertThat(interval.high() - interval.low()).isCloseTo(expected, within(0.15 * expected));
    }

    @Test
    void equalSeedsDrawEqually() {
        TickLosses some = losses(i -> i % 13);
        TickLosses other = losses(i -> i % 11);

        assertThat(new PairedBootstrap(24, 100, 7).difference(some, other))
                .isEqualTo(new PairedBootstrap(24, 100, 7).difference(some, other));
    }

    @Test
    void lessThanTwoBlocksGiveNoInterval() {
        PairedBootstrap.Interval interval =
                new PairedBootstrap(150, 100, 7).difference(losses(i -> 1), losses(i -> 0));

        assertThat(interval.difference()).isCloseTo(0.1, within(1e-9));
        assertThat(interval.low()).isNaN();
    }

    private static TickLosses losses(java.util.function.IntToDoubleFunction sum) {
        double[] sums = new double[TICKS];
        int[] counts = new int[TICKS];
        Arrays.setAll(sums, sum);
        Arrays.fill(counts, 10);
        return new TickLosses(sums, counts);
    }
}
