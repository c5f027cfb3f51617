package io.foresnap.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.ml.linalg.DenseVector;

/**
 * FTRL-Proximal with a learning rate of its own for each coordinate.
 *
 * <p>McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013, algorithm 1. With g
 * the gradient of a step, for each coordinate i:
 *
 * <pre>
 *   s   = (sqrt(n_i + g_i^2) - sqrt(n_i)) / alpha
 *   z_i = z_i + g_i - s w_i
 *   n_i = n_i + g_i^2
 *   w_i = 0                                                      if |z_i| &lt;= l1
 *       = -(z_i - sign(z_i) l1) / ((beta + sqrt(n_i)) / alpha + l2)  otherwise
 * </pre>
 */
final class Ftrl {

    private final double alpha;
    private final double beta;
    private final double l1;
    private final double l2;
    private final double[] z;
    private final double[] n;
    private final DenseVector weights;

    Ftrl(int dimension, double alpha, double beta, double l1, double l2) {
        this.alpha = alpha;
        this.beta = beta;
        this.l1 = l1;
        this.l2 = l2;
        this.z = new double[dimension];
        this.n = new double[dimension];
        this.weights = new DenseVector(dimension);
    }

    /** The weights now; a view. */
    DenseVector weights() {
        return weights;
    }

    /** Lets a coordinate begin at a weight instead of 0. */
    void startAt(int coordinate, double weight) {
        z[coordinate] = -weight * (beta / alpha + l2) - Math.signum(weight) * l1;
        weights.values[coordinate] = weight(coordinate);
    }

    /** One step down a gradient; false, and nothing changes, when the gradient is not finite. */
    boolean step(DenseVector gradient) {
        double[] g = gradient.values;
        double norm = 0;
        for (double each : g) {
            norm += each * each;
        }
        if (!Double.isFinite(norm)) {
            return false;
        }
        double[] w = weights.values;
        for (int i = 0; i < g.length; i++) {
            if (g[i] != 0) {
                double after = n[i] + g[i] * g[i];
                double sigma = (Math.sqrt(after) - Math.sqrt(n[i])) / alpha;
                z[i] += g[i] - sigma * w[i];
                n[i] = after;
                w[i] = weight(i);
            }
        }
        return true;
    }

    void write(DataOutputStream out) throws IOException {
        ModelBytes.writeDoubles(out, z);
        ModelBytes.writeDoubles(out, n);
    }

    void read(DataInputStream in) throws IOException {
        ModelBytes.readDoubles(in, z);
        ModelBytes.readDoubles(in, n);
        for (int i = 0; i < z.length; i++) {
            weights.values[i] = weight(i);
        }
    }

    private double weight(int i) {
        if (Math.abs(z[i]) <= l1) {
            return 0;
        }
        return -(z[i] - Math.signum(z[i]) * l1) / ((beta + Math.sqrt(n[i])) / alpha + l2);
    }
}
