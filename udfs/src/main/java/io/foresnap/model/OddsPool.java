package io.foresnap.model;

import io.foresnap.features.Odds;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A logarithmic opinion pool: the members' log-odds, weighted, plus a constant; the weights are
 * shared ones plus what a kind of partition differs from them. With one member it is Platt's
 * calibration.
 *
 * <p>The weights follow the log loss by one damped Newton step a tick on a Hessian that forgets;
 * with some dozens of weights the linear system is solved exactly.
 */
final class OddsPool {

    private static final double KEEP = 0.99;
    private static final double START_CURVATURE = 20;

    /** What each step adds to the curvature: of the shared weights, and of the differences. */
    private static final double DAMPING = 1;

    private static final double KIND_DAMPING = 3;

    private final int block;
    private final int size;
    private final double[] weights;
    private final double[] hessian;
    private final double[] gradient;
    private final double[] fresh;
    private final double[] inputs;

    /**
     * @param members how many opinions are pooled
     * @param kinds how many kinds of partitions there are
     * @param strongest the member whose opinion the pool begins as
     */
    OddsPool(int members, int kinds, int strongest) {
        block = members + 1;
        size = block * (1 + kinds);
        weights = new double[size];
        weights[strongest] = 1;
        hessian = new double[size * size];
        for (int i = 0; i < size; i++) {
            hessian[i * size + i] = START_CURVATURE;
        }
        gradient = new double[size];
        fresh = new double[size * size];
        inputs = new double[block];
    }

    /** Probability from the members' log-odds. */
    double probability(int kind, double[] odds) {
        int own = (1 + kind) * block;
        double sum = weights[block - 1] + weights[own + block - 1];
        for (int i = 0; i < block - 1; i++) {
            sum += (weights[i] + weights[own + i]) * odds[i];
        }
        return Odds.sigmoid(sum);
    }

    /** Adds one example to the step under way. */
    void observe(int kind, double[] odds, double label, double weight) {
        double p = probability(kind, odds);
        double curvature = weight * p * (1 - p);
        System.arraycopy(odds, 0, inputs, 0, block - 1);
        inputs[block - 1] = 1;
        int own = (1 + kind) * block;
        for (int i = 0; i < block; i++) {
            double slope = weight * (p - label) * inputs[i];
            gradient[i] += slope;
            gradient[own + i] += slope;
            double bend = curvature * inputs[i];
            for (int j = 0; j < block; j++) {
                double each = bend * inputs[j];
                fresh[i * size + j] += each;
                fresh[i * size + own + j] += each;
                fresh[(own + i) * size + j] += each;
                fresh[(own + i) * size + own + j] += each;
            }
        }
    }

    /** Takes the step; false, and the weights stay, when it is not finite. */
    boolean step() {
        double[] curvature = hessian.clone();
        for (int i = 0; i < curvature.length; i++) {
            curvature[i] = KEEP * curvature[i] + fresh[i];
        }
        for (int i = 0; i < size; i++) {
            curvature[i * size + i] += i < block ? DAMPING : KIND_DAMPING;
        }
        double[] move = solve(curvature.clone(), gradient.clone(), size);
        boolean finite = true;
        for (double each : move) {
            finite &= Double.isFinite(each);
        }
        if (finite) {
            for (int i = 0; i < size; i++) {
                weights[i] -= move[i];
            }
            System.arraycopy(curvature, 0, hessian, 0, hessian.length);
        }
        Arrays.fill(gradient, 0);
        Arrays.fill(fresh, 0);
        return finite;
    }

    void write(DataOutputStream out) throws IOException {
        ModelBytes.writeDoubles(out, weights);
        ModelBytes.writeDoubles(out, hessian);
    }

    void read(DataInputStream in) throws IOException {
        ModelBytes.readDoubles(in, weights);
        ModelBytes.readDoubles(in, hessian);
    }

    /** Gaussian elimination without pivoting: the matrix is positive definite. */
    private static double[] solve(double[] a, double[] b, int n) {
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                double factor = a[i * n + k] / a[k * n + k];
                for (int j = k; j < n; j++) {
                    a[i * n + j] -= factor * a[k * n + j];
                }
                b[i] -= factor * b[k];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                b[i] -= a[i * n + j] * b[j];
            }
            b[i] /= a[i * n + i];
        }
        return b;
    }
}
