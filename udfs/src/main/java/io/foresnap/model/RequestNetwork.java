package io.foresnap.model;

import io.foresnap.features.Feature;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.neural.Matrix;
import io.foresnap.neural.Recurrent;
import io.foresnap.trees.Rows;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The log-odds of a request from a sequence of accesses and from features:
 *
 * <pre>
 *   h = recurrent layer over the newest accesses, from the state before them
 *   a = relu(b + h V + sum over features of their level's row, between two rows in proportion)
 *   log-odds = base + a w + c
 * </pre>
 *
 * w begins at zero, so that the untrained network answers with the base. Not thread-safe.
 */
final class RequestNetwork {

    private static final int HIDDEN = 24;
    private static final double MOST_GRADIENT = 1;
    private static final double SLOPE = 0.3;

    private final Recurrent recurrent;
    private final Matrix levels;
    private final Matrix fromRecurrent;
    private final Matrix bias = new Matrix(1, HIDDEN);
    private final Matrix out = new Matrix(HIDDEN, 1);
    private final Matrix constant = new Matrix(1, 1);

    /** For each feature and bin, the row of the level at or below it. */
    private final int[] level = new int[Rows.BINS * FeatureBins.WIDTH];

    /** And how far it is from there to the next level, 0 where the feature has no order. */
    private final double[] part = new double[level.length];

    private final int[] at = new int[FeatureBins.WIDTH];
    private final double[] beyond = new double[FeatureBins.WIDTH];
    private final double[][] inputs =
            new double[PartitionFeatures.MOST_STEPS][PartitionFeatures.STEP_WIDTH];
    private final double[] hidden = new double[HIDDEN];
    private final double[] hiddenGradient = new double[HIDDEN];
    private final double[] stateGradient;
    private final double[] one = new double[1];
    private final double[] before;
    private double[] state = new double[0];
    private int steps;

    RequestNetwork(Recurrent recurrent, SplittableRandom random) {
        this.recurrent = recurrent;
        this.levels = new Matrix(layOut(), HIDDEN);
        slope(random);
        this.fromRecurrent =
                new Matrix(recurrent.units(), HIDDEN)
                        .fill(Math.sqrt(3.0 / recurrent.units()), random);
        this.stateGradient = new double[recurrent.units()];
        this.before = new double[recurrent.stateSize()];
    }

    /** How many levels all features have. */
    private int layOut() {
        int rows = 0;
        for (int i = 0; i < FeatureBins.WIDTH; i++) {
            Feature feature = FeatureBins.features().get(i);
            int count = feature.levels();
            for (int bin = 0; bin < Rows.BINS; bin++) {
                double at =
                        feature.categorical()
                                ? ((bin + 1) * count - 1) / Rows.BINS
                                : (bin + 0.5) * count / Rows.BINS;
                level[Rows.BINS * i + bin] = rows + (int) at;
                part[Rows.BINS * i + bin] = at - (int) at;
            }
            rows += count + 1;
        }
        return rows;
    }

    // A level that was never seen is then told from its neighbours; one without any says nothing.
    private void slope(SplittableRandom random) {
        int first = 0;
        for (Feature feature : FeatureBins.features()) {
            int count = feature.levels();
            if (!feature.categorical()) {
                double[] slope = new double[HIDDEN];
                for (int j = 0; j < HIDDEN; j++) {
                    slope[j] = SLOPE * (2 * random.nextDouble() - 1);
                }
                for (int i = 0; i <= count; i++) {
                    levels.set(first + i, 2.0 * i / count - 1, slope);
                }
            }
            first += count + 1;
        }
    }

    /** Log-odds for the row at an offset. */
    double logOdds(byte[] rows, int offset) {
        steps = NetworkRow.steps(rows, offset, inputs);
        NetworkRow.state(rows, offset, before);
        state = recurrent.forward(before, inputs, steps);
        Arrays.fill(hidden, 0);
        bias.addRow(0, 1, hidden);
        fromRecurrent.addTo(state, hidden);
        place(rows, offset);
        levels.addBetween(at, beyond, hidden);
        for (int j = 0; j < HIDDEN; j++) {
            hidden[j] = Math.max(0, hidden[j]);
        }
        one[0] = NetworkRow.base(rows, offset);
        constant.addRow(0, 1, one);
        out.addTo(hidden, one);
        return one[0];
    }

    /**
     * State of the recurrent layer after a number of steps.
     *
     * @param from the state before them, empty for zeros
     * @param bytes holds the steps from its beginning on, at most {@link
     *     PartitionFeatures#MOST_STEPS}
     */
    byte[] stateAfter(byte[] from, byte[] bytes, int count) {
        if (from.length == LayerState.WIDTH * before.length) {
            LayerState.read(from, 0, before);
        } else {
            Arrays.fill(before, 0);
        }
        NetworkRow.steps(bytes, 0, count, inputs);
        return LayerState.of(recurrent.forward(before, inputs, count));
    }

    /** Looks up between which levels a row's features are. */
    private void place(byte[] rows, int offset) {
        for (int i = 0; i < FeatureBins.WIDTH; i++) {
            int bin = Rows.BINS * i + rows[offset + i];
            at[i] = level[bin];
            beyond[i] = part[bin];
        }
    }

    /** Adds to the gradient what the log-odds' gradient makes of the newest {@link #logOdds}. */
    void backward(double gradient) {
        double[] outGradient = {gradient};
        constant.learnRow(0, 1, outGradient);
        out.learn(hidden, outGradient);
        Arrays.fill(hiddenGradient, 0);
        out.back(outGradient, hiddenGradient);
        for (int j = 0; j < HIDDEN; j++) {
            hiddenGradient[j] = hidden[j] > 0 ? hiddenGradient[j] : 0;
        }
        bias.learnRow(0, 1, hiddenGradient);
        levels.learnBetween(at, beyond, hiddenGradient);
        if (steps > 0) {
            fromRecurrent.learn(state, hiddenGradient);
            Arrays.fill(stateGradient, 0);
            fromRecurrent.back(hiddenGradient, stateGradient);
            recurrent.backward(inputs, steps, stateGradient);
        }
    }

    /**
     * One step of Adam with the gradient clipped to a norm; false, and nothing changes, when the
     * gradient is not finite.
     */
    boolean step(double rate, long step) {
        double squared = 0;
        for (Matrix matrix : matrices()) {
            squared += matrix.squaredGradient();
        }
        if (!Double.isFinite(squared)) {
            matrices().forEach(Matrix::forget);
            return false;
        }
        double scale = Math.min(1, MOST_GRADIENT / Math.sqrt(squared + 1e-30));
        for (Matrix matrix : matrices()) {
            matrix.step(scale, rate * Matrix.bias(step));
        }
        return true;
    }

    List<Matrix> matrices() {
        List<Matrix> all = new ArrayList<>(recurrent.matrices());
        all.addAll(List.of(levels, fromRecurrent, bias, out, constant));
        return all;
    }

    void write(DataOutputStream to, boolean moments) throws IOException {
        for (Matrix matrix : matrices()) {
            matrix.write(to, moments);
        }
    }

    void read(DataInputStream in, boolean moments) throws IOException {
        for (Matrix matrix : matrices()) {
            matrix.read(in, moments);
        }
    }
}
