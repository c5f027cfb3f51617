package io.foresnap.neural;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients against central differences, and that sequences are learned at all. */
class RecurrentTest {

    private static final int INPUTS = 3;
    private static final int UNITS = 5;
    private static final int STEPS = 6;

    /** Makes a layer. */
    interface Layer {
        Recurrent make(int inputs, int units, int longest, SplittableRandom random);
    }

    static Stream<Named<Layer>> layers() {
        return Stream.of(
                Named.of("simple", Recurrent::simple),
                Named.of("GRU", Recurrent::gru),
                Named.of("LSTM", Recurrent::lstm));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void gradientsEqualCentralDifferences(Layer layer) {
        SplittableRandom random = new SplittableRandom(3);
        Recurrent recurrent = layer.make(INPUTS, UNITS, STEPS, random);
        double[][] inputs = random(STEPS, random);
        double[] direction = random(1, UNITS, random)[0];
        double[] from = random(1, recurrent.stateSize(), random)[0];

        recurrent.forward(from, inputs, STEPS);
        recurrent.backward(inputs, STEPS, direction);

        double error = 0;
        double size = 0;
        for (Matrix matrix : recurrent.matrices()) {
            for (int i = 0; i < matrix.weights.length; i++) {
                for (int j = 0; j < matrix.weights[i].length; j++) {
                    double numeric = difference(recurrent, from, matrix, i, j, inputs, direction);
                    error += Math.pow(numeric - matrix.gradient[i][j], 2);
                    size += numeric * numeric;
                }
            }
        }
        assertThat(Math.sqrt(error / size)).isLessThan(1e-7);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void learnsWhetherTheFirstStepWasPositive(Layer layer) {
        SplittableRandom random = new SplittableRandom(5);
        Recurrent recurrent = layer.make(INPUTS, UNITS, STEPS, random);
        double[] gradient = new double[UNITS];
        double[] from = new double[recurrent.stateSize()];

        double[] losses = new double[3000];
        for (int step = 1; step <= losses.length; step++) {
            double[][] inputs = random(STEPS, random);
            double wanted = inputs[0][0] > 0 ? 0.5 : -0.5;
            double error = recurrent.forward(from, inputs, STEPS)[0] - wanted;
            gradient[0] = error;
            losses[step - 1] = error * error;
            recurrent.backward(inputs, STEPS, gradient);
            for (Matrix matrix : recurrent.matrices()) {
                matrix.step(1, 0.01 * Matrix.bias(step));
            }
        }

        double late = Arrays.stream(losses, 2500, 3000).average().orElseThrow();
        // Without any memory of the first step nothing better than 0.25 can be had.
        assertThat(late).isLessThan(0.15);
    }

    @Test
    void anEmptySequenceGivesZeros() {
        Recurrent recurrent = Recurrent.lstm(INPUTS, UNITS, STEPS, new SplittableRandom(1));

        assertThat(recurrent.forward(new double[10], new double[STEPS][INPUTS], 0)).containsOnly(0);
    }

    private static double difference(
            Recurrent recurrent,
            double[] from,
            Matrix matrix,
            int i,
            int j,
            double[][] inputs,
            double[] direction) {
        double epsilon = 1e-5;
        double weight = matrix.weights[i][j];
        matrix.weights[i][j] = weight + epsilon;
        double above = along(recurrent.forward(from, inputs, STEPS), direction);
        matrix.weights[i][j] = weight - epsilon;
        double below = along(recurrent.forward(from, inputs, STEPS), direction);
        matrix.weights[i][j] = weight;
        return (above - below) / (2 * epsilon);
    }

    private static double along(double[] state, double[] direction) {
        double sum = 0;
        for (int i = 0; i < direction.length; i++) {
            sum += state[i] * direction[i];
        }
        return sum;
    }

    private static double[][] random(int rows, SplittableRandom random) {
        return random(rows, INPUTS, random);
    }

    private static double[][] random(int rows, int columns, SplittableRandom random) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, i -> 2 * random.nextDouble() - 1);
        }
        return values;
    }
}
