package io.foresnap.replay.predict;

import static io.foresnap.replay.TestingTraces.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TestingTraces;
import io.foresnap.replay.Trace;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightedRateTest {

    @TempDir Path folder;

    @Test
    void weightsHalveWithTheWindows() throws IOException {
        // Windows of a minute: a in the first and third, b in the second.
        Trace trace =
                TestingTraces.trace(
                        folder, "0,a,,", MINUTE + ",b,,", 2 * MINUTE + ",a,,", 3 * MINUTE + ",c,,");
        Outcomes outcomes = new Outcomes(trace, trace.grid(MINUTE));

        Probabilities p = WeightedRate.predict(outcomes, 3, 1);

        // After one window a's rate is that of all: (1 + 1) / (1 + 1).
        assertThat(p.get(1, 0)).isCloseTo(1, within(1e-6));
        assertThat(p.get(1, 1)).isNaN();
        // a: 0.5 of 1.5; b: 1 of 1; all: 1.5 of 2.5.
        assertThat(p.get(2, 0)).isCloseTo((0.5 + 0.6) / 2.5, within(1e-6));
        assertThat(p.get(2, 1)).isCloseTo((1 + 0.6) / 2, within(1e-6));
        // a: 1.25 of 1.75; b: 0.5 of 1.5; all: 1.75 of 3.25.
        double usual = 1.75 / 3.25;
        assertThat(p.get(3, 0)).isCloseTo((1.25 + usual) / 2.75, within(1e-6));
        assertThat(p.get(3, 1)).isCloseTo((0.5 + usual) / 2.5, within(1e-6));
        assertThat(p.get(3, 2)).isNaN();
    }

    @Test
    void withoutForgettingItIsTheShareOfWindows() throws IOException {
        Trace trace =
                TestingTraces.trace(folder, "0,a,,", 2 * MINUTE + ",a,,", 4 * MINUTE + ",a,,");
        Outcomes outcomes = new Outcomes(trace, trace.grid(MINUTE));

        Probabilities p = WeightedRate.predict(outcomes, 1, Double.POSITIVE_INFINITY);

        assertThat(p.get(4, 0)).isCloseTo(0.5, within(1e-6));
    }
}
