package io.foresnap.neural;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Weights with their gradient and Adam's moments; row i belongs to input i. */
public final class Matrix {

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    final double[][] weights;
    final double[][] gradient;
    private final double[][] mean;
    private final double[][] variance;
    private final boolean[] touched;

    /** Zeros. */
    public Matrix(int inputs, int outputs) {
        weights = new double[inputs][outputs];
        gradient = new double[inputs][outputs];
        mean = new double[inputs][outputs];
        variance = new double[inputs][outputs];
        touched = new boolean[inputs];
    }

    /** Even random weights within {@code +-scale}. */
    public Matrix fill(double scale, SplittableRandom random) {
        for (double[] row : weights) {
            for (int j = 0; j < row.length; j++) {
                row[j] = scale * (2 * random.nextDouble() - 1);
            }
        }
        return this;
    }

    /** Sets a row to a multiple of a vector. */
    public void set(int input, double x, double[] row) {
        for (int j = 0; j < row.length; j++) {
            weights[input][j] = x * row[j];
        }
    }

    /** {@code out += x * row[input]}. */
    public void addRow(int input, double x, double[] out) {
        double[] row = weights[input];
        for (int j = 0; j < row.length; j++) {
            out[j] += x * row[j];
        }
    }

    /**
     * Adds what lies between a row and the next one, for each of some rows.
     *
     * @param inputs the rows
     * @param parts how far it is from there to the next row, 0 to 1
     */
    public void addBetween(int[] inputs, double[] parts, double[] out) {
        int i = 0;
        for (; i + 1 < inputs.length; i += 2) {
            addBetween(inputs[i], parts[i], inputs[i + 1], parts[i + 1], out);
        }
        if (i < inputs.length) {
            addRow(inputs[i], 1 - parts[i], out);
            addRow(inputs[i] + 1, parts[i], out);
        }
    }

    private void addBetween(int input, double part, int other, double otherPart, double[] out) {
        double[] row = weights[input];
        double[] next = weights[input + 1];
        double[] otherRow = weights[other];
        double[] otherNext = weights[other + 1];
        double rest = 1 - part;
        double otherRest = 1 - otherPart;
        for (int j = 0; j < row.length; j++) {
            out[j] +=
                    rest * row[j]
                            + part * next[j]
                            + (otherRest * otherRow[j] + otherPart * otherNext[j]);
        }
    }

    /** The gradient of {@link #addBetween}. */
    public void learnBetween(int[] inputs, double[] parts, double[] outGradient) {
        for (int i = 0; i < inputs.length; i++) {
            learnRow(inputs[i], 1 - parts[i], outGradient);
            if (parts[i] > 0) {
                learnRow(inputs[i] + 1, parts[i], outGradient);
            }
        }
    }

    /** {@code out += x * W} for as many inputs as the matrix has. */
    public void addTo(double[] x, double[] out) {
        int i = 0;
        for (; i + 3 < weights.length; i += 4) {
            addFour(i, x, out);
        }
        for (; i < weights.length; i++) {
            addRow(i, x[i], out);
        }
    }

    // Rows are short: a loop over one does little more than begin and end.
    private void addFour(int input, double[] x, double[] out) {
        double[] first = weights[input];
        double[] second = weights[input + 1];
        double[] third = weights[input + 2];
        double[] fourth = weights[input + 3];
        double a = x[input];
        double b = x[input + 1];
        double c = x[input + 2];
        double d = x[input + 3];
        for (int j = 0; j < first.length; j++) {
            out[j] += a * first[j] + b * second[j] + (c * third[j] + d * fourth[j]);
        }
    }

    /** Adds to the gradient of one row what an output's gradient makes of an input. */
    public void learnRow(int input, double x, double[] outGradient) {
        double[] row = gradient[input];
        touched[input] = true;
        for (int j = 0; j < row.length; j++) {
            row[j] += x * outGradient[j];
        }
    }

    /** The gradient of {@link #addTo}: to the weights, and where wanted to the inputs. */
    public void learn(double[] x, double[] outGradient) {
        for (int i = 0; i < weights.length; i++) {
            if (x[i] != 0) {
                learnRow(i, x[i], outGradient);
            }
        }
    }

    /** {@code xGradient += W * outGradient}. */
    public void back(double[] outGradient, double[] xGradient) {
        for (int i = 0; i < weights.length; i++) {
            double[] row = weights[i];
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                sum += row[j] * outGradient[j];
            }
            xGradient[i] += sum;
        }
    }

    /** Sum of the squares of the gradient. */
    public double squaredGradient() {
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            if (touched[i]) {
                for (double each : gradient[i]) {
                    sum += each * each;
                }
            }
        }
        return sum;
    }

    /**
     * One step of Adam (Kingma and Ba, 2015) on the rows that have a gradient, which is cleared.
     * Rows without one keep their moments: with sparse inputs they would fade between uses.
     *
     * @param scale what the gradient is multiplied with first
     * @param rate learning rate, with the correction for the bias of young moments in it
     */
    public void step(double scale, double rate) {
        for (int i = 0; i < weights.length; i++) {
            if (!touched[i]) {
                continue;
            }
            double[] w = weights[i];
            double[] g = gradient[i];
            double[] m = mean[i];
            double[] v = variance[i];
            for (int j = 0; j < w.length; j++) {
                double each = scale * g[j];
                m[j] = BETA_1 * m[j] + (1 - BETA_1) * each;
                v[j] = BETA_2 * v[j] + (1 - BETA_2) * each * each;
                w[j] -= rate * m[j] / (Math.sqrt(v[j]) + EPSILON);
            }
        }
        forget();
    }

    /** Adam's correction of the learning rate at a step, from 1. */
    public static double bias(long step) {
        return Math.sqrt(1 - Math.pow(BETA_2, step)) / (1 - Math.pow(BETA_1, step));
    }

    /** Clears the gradient. */
    public void forget() {
        for (int i = 0; i < gradient.length; i++) {
            if (touched[i]) {
                Arrays.fill(gradient[i], 0);
                touched[i] = false;
            }
        }
    }

    /** Writes weights, and where wanted Adam's moments. */
    public void write(DataOutputStream out, boolean moments) throws IOException {
        write(out, weights);
        if (moments) {
            write(out, mean);
            write(out, variance);
        }
    }

    /** Reads what {@link #write} wrote; {@link IllegalArgumentException} for what is not finite. */
    public void read(DataInputStream in, boolean moments) throws IOException {
        read(in, weights);
        if (moments) {
            read(in, mean);
            read(in, variance);
        }
    }

    private static void write(DataOutputStream out, double[][] rows) throws IOException {
        for (double[] row : rows) {
            for (double each : row) {
                out.writeDouble(each);
            }
        }
    }

    private static void read(DataInputStream in, double[][] rows) throws IOException {
        for (double[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = in.readDouble();
                if (!Double.isFinite(row[j])) {
                    throw new IllegalArgumentException("a weight is " + row[j]);
                }
            }
        }
    }
}
