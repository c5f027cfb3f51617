package io.foresnap.model;

import io.foresnap.features.PartitionFeatures;

/**
 * What a {@link RequestNetwork} reads, as bytes: the binned features, the log-odds it begins with,
 * and the steps of the newest accesses.
 */
final class NetworkRow {

    private static final int BASE = FeatureBins.WIDTH;
    private static final int STEPS = BASE + 1;

    /** Bytes of a row. */
    static final int WIDTH =
            STEPS + 1 + PartitionFeatures.MOST_STEPS * PartitionFeatures.STEP_WIDTH;

    private static final double BASE_SCALE = 16;

    private NetworkRow() {}

    /** The row of a partition at a tick; the base is kept within +-7.9 in steps of 1/16. */
    static byte[] of(PartitionFeatures features, double baseLogOdds) {
        byte[] row = new byte[WIDTH];
        System.arraycopy(FeatureBins.of(features), 0, row, 0, FeatureBins.WIDTH);
        double scaled = BASE_SCALE * baseLogOdds;
        row[BASE] = (byte) Math.round(Math.max(-127, Math.min(127, scaled)));
        byte[] steps = features.steps();
        int count =
                Math.min(PartitionFeatures.MOST_STEPS, steps.length / PartitionFeatures.STEP_WIDTH);
        row[STEPS] = (byte) count;
        System.arraycopy(steps, 0, row, STEPS + 1, count * PartitionFeatures.STEP_WIDTH);
        return row;
    }

    static double base(byte[] rows, int offset) {
        return rows[offset + BASE] / BASE_SCALE;
    }

    /** Reads the steps into rows of numbers; how many there are. */
    static int steps(byte[] rows, int offset, double[][] into) {
        int count = rows[offset + STEPS];
        for (int i = 0; i < count; i++) {
            int at = offset + STEPS + 1 + i * PartitionFeatures.STEP_WIDTH;
            for (int j = 0; j < PartitionFeatures.STEP_WIDTH; j++) {
                into[i][j] = rows[at + j] / 127.0;
            }
        }
        return count;
    }
}
