package io.foresnap.trees;

/**
 * Labelled rows of binned features. All arrays are views; nobody changes them while trees grow.
 *
 * @param bins row-major: row r has its feature f at {@code r * features + f}, from 0 to {@link
 *     #BINS} - 1
 * @param features how many features a row has
 * @param labels 0 or 1, for each row
 * @param weights how many examples a row counts for
 */
@SuppressWarnings("ArrayRecordComponent") // A bundle of columns; never compared as a value.
public record Rows(byte[] bins, int features, float[] labels, float[] weights) {

    /** Bins of a feature. */
    public static final int BINS = 64;

    /** Number of rows. */
    public int count() {
        return labels.length;
    }
}
