package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.flink.ml.linalg.DenseVector;
import org.apache.flink.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;

class FtrlTest {

    @Test
    void twoStepsFollowTheFormula() {
        Ftrl ftrl = new Ftrl(1, 0.5, 1, 0.1, 2);

        ftrl.step(Vectors.dense(2));
        double first = ftrl.weights().get(0);
        ftrl.step(Vectors.dense(-1));
        double second = ftrl.weights().get(0);

        // z = 2, n = 4: -(2 - 0.1) / ((1 + 2) / 0.5 + 2)
        assertThat(first).isCloseTo(-1.9 / 8, within(1e-12));
        double sigma = (Math.sqrt(5) - 2) / 0.5;
        double z = 2 - 1 - sigma * first;
        assertThat(second).isCloseTo(-(z - 0.1) / ((1 + Math.sqrt(5)) / 0.5 + 2), within(1e-12));
    }

    @Test
    void smallEvidenceLeavesAWeightAtExactlyZero() {
        Ftrl ftrl = new Ftrl(1, 0.5, 1, 1, 0);

        ftrl.step(Vectors.dense(0.9));

        assertThat(ftrl.weights().get(0)).isZero();
    }

    @Test
    void aCoordinateMayStartAtAWeight() {
        Ftrl ftrl = new Ftrl(2, 0.5, 1, 0.1, 2);

        ftrl.startAt(1, 1);

        assertThat(ftrl.weights().get(1)).isCloseTo(1, within(1e-12));
    }

    @Test
    void aGradientThatIsNotFiniteChangesNothing() {
        Ftrl ftrl = new Ftrl(2, 0.5, 1, 0, 0);
        ftrl.step(Vectors.dense(1, 1));
        DenseVector before = ftrl.weights().clone();

        boolean nan = ftrl.step(Vectors.dense(1, Double.NaN));
        boolean infinite = ftrl.step(Vectors.dense(Double.POSITIVE_INFINITY, 1));

        assertThat(nan).isFalse();
        assertThat(infinite).isFalse();
        assertThat(ftrl.weights()).isEqualTo(before);
    }
}
