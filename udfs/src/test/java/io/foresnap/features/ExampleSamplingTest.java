package io.foresnap.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExampleSamplingTest {

    private static ExampleSampling counted(int most, int positives, int negatives) {
        ExampleSampling sampling = new ExampleSampling(most);
        for (int i = 0; i < positives + negatives; i++) {
            sampling.count(i < positives);
        }
        return sampling;
    }

    @Test
    void nothingChangesUpToTheBound() {
        ExampleSampling sampling = counted(1000, 300, 700);

        assertThat(sampling.rate()).isEqualTo(1);
        assertThat(IntStream.range(0, 700))
                .allMatch(i -> sampling.weight("t", i, 7, false, 1) == 1);
    }

    @Test
    void positivesAreKeptAndNegativesKeepTheirSum() {
        ExampleSampling sampling = counted(1000, 200, 100_000);

        double[] weights =
                IntStream.range(0, 100_000)
                        .mapToDouble(i -> sampling.weight("t" + i % 100, i / 100, 7, false, 1))
                        .filter(weight -> weight > 0)
                        .toArray();

        assertThat(sampling.weight("t", 3, 7, true, 1)).isEqualTo(1);
        assertThat(weights.length).isBetween(700, 900);
        assertThat(weights).containsOnly(125);
        assertThat(weights.length * 125.0).isCloseTo(100_000, within(12_000.0));
    }

    @Test
    void negativesRemainWherePositivesAloneExceedTheBound() {
        assertThat(counted(100, 500, 1000).rate()).isEqualTo(0.01);
    }

    @Test
    void theChoiceIsTheSameAgainAndAnotherAtTheNextTick() {
        ExampleSampling sampling = counted(50, 0, 100);

        double[] once = weights(sampling, 7);

        assertThat(weights(sampling, 7)).isEqualTo(once);
        assertThat(weights(sampling, 8)).isNotEqualTo(once);
        assertThat(weights(counted(50, 0, 100), 7)).isEqualTo(once);
    }

    private static double[] weights(ExampleSampling sampling, long tickMs) {
        return IntStream.range(0, 100)
                .mapToDouble(i -> sampling.weight("t", i, tickMs, false, 1))
                .toArray();
    }
}
