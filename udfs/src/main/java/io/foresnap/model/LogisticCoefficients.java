package io.foresnap.model;

import java.nio.ByteBuffer;
import org.apache.flink.ml.linalg.DenseVector;

/**
 * The binary format of Flink ML's {@code LogisticRegressionModelData} (release 2.2): the number of
 * coefficients (int), the coefficients (double), the model version (long), all big-endian. What is
 * written here loads there as it is, given vectors in this package's encoding.
 */
final class LogisticCoefficients {

    private LogisticCoefficients() {}

    static byte[] encode(DenseVector coefficients, long version) {
        ByteBuffer bytes =
                ByteBuffer.allocate(
                        Integer.BYTES + coefficients.size() * Double.BYTES + Long.BYTES);
        bytes.putInt(coefficients.size());
        for (double coefficient : coefficients.values) {
            bytes.putDouble(coefficient);
        }
        return bytes.putLong(version).array();
    }

    /** The coefficients; {@link IllegalArgumentException} unless there are as many as expected. */
    static DenseVector decode(byte[] data, int dimension) {
        if (data.length != Integer.BYTES + dimension * Double.BYTES + Long.BYTES
                || ByteBuffer.wrap(data).getInt() != dimension) {
            throw new IllegalArgumentException(
                    "not the data of a logistic model with " + dimension + " coefficients");
        }
        ByteBuffer bytes = ByteBuffer.wrap(data).position(Integer.BYTES);
        DenseVector coefficients = new DenseVector(dimension);
        for (int i = 0; i < dimension; i++) {
            double value = bytes.getDouble();
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("coefficient " + i + " is " + value);
            }
            coefficients.values[i] = value;
        }
        return coefficients;
    }

    static long version(byte[] data) {
        return ByteBuffer.wrap(data).getLong(data.length - Long.BYTES);
    }
}
