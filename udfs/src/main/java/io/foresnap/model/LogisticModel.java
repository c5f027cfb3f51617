package io.foresnap.model;

import io.foresnap.features.Odds;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import java.util.List;
import org.apache.flink.ml.linalg.BLAS;
import org.apache.flink.ml.linalg.DenseVector;
import org.apache.flink.ml.linalg.SparseVector;

/**
 * Logistic regression on binned features and their crosses, trained online by FTRL-Proximal.
 *
 * <p>It begins as the hazard of the partition's own gaps and learns corrections to it. Its
 * parameters are Flink ML's {@code LogisticRegressionModelData}, with the number of learning steps
 * as model version.
 */
public final class LogisticModel implements OnlineModel {

    private static final double ALPHA = 0.1;

    // A vector has some 130 coordinates, so a step of each by the full rate overshoots: beta keeps
    // the first steps small until gradients have added up.
    private static final double BETA = 30;

    private static final double L1 = 0.1;
    private static final double L2 = 1;

    private final Ftrl ftrl = new Ftrl(FeatureEncoder.DIMENSION, ALPHA, BETA, L1, L2);
    private DenseVector coefficients;
    private long steps;
    private long nonFinite;

    /** An untrained model: it answers with the hazard. */
    public LogisticModel() {
        ftrl.startAt(FeatureEncoder.BASE, 1);
        coefficients = ftrl.weights();
    }

    @Override
    public double probability(PartitionFeatures features) {
        return probability(FeatureEncoder.encode(features));
    }

    @Override
    public void learn(List<TrainingExample> oneTick) {
        DenseVector gradient = new DenseVector(FeatureEncoder.DIMENSION);
        for (TrainingExample example : oneTick) {
            SparseVector encoded = FeatureEncoder.encode(example.features());
            double error = probability(encoded) - example.label();
            BLAS.axpy(example.weight() * error, encoded, gradient);
        }
        if (ftrl.step(gradient)) {
            steps++;
        } else {
            nonFinite++;
        }
    }

    @Override
    public byte[] snapshot() {
        return ModelBytes.write(
                out -> {
                    out.writeLong(steps);
                    out.writeLong(nonFinite);
                    ftrl.write(out);
                });
    }

    @Override
    public void restore(byte[] snapshot) {
        ModelBytes.read(
                snapshot,
                in -> {
                    steps = in.readLong();
                    nonFinite = in.readLong();
                    ftrl.read(in);
                });
        coefficients = ftrl.weights();
    }

    @Override
    public byte[] parameters() {
        return LogisticCoefficients.encode(coefficients, steps);
    }

    @Override
    public void load(byte[] parameters) {
        coefficients = LogisticCoefficients.decode(parameters, FeatureEncoder.DIMENSION);
        steps = LogisticCoefficients.version(parameters);
    }

    @Override
    public long nonFiniteUpdates() {
        return nonFinite;
    }

    private double probability(SparseVector encoded) {
        return Odds.sigmoid(BLAS.dot(encoded, coefficients));
    }
}
