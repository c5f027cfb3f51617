package io.foresnap.model;

import io.foresnap.features.PartitionFeatures;

/**
 * What a {@link RequestNetwork} reads, as bytes: the binned features, the log-odds it begins with,
 * the steps of the newest accesses and the state before them.
 */
final class NetworkRow {

    private static final int BASE = FeatureBins.WIDTH;
    private static final int COUNT = BASE + 1;
    private static final int STEPS = COUNT + 1;
    private static final int STATE =
            STEPS + PartitionFeatures.MOST_STEPS * PartitionFeatures.STEP_WIDTH;

    private static final double BASE_SCALE = 16;

    private final int stateBytes;

    /**
     * @param stateSize numbers of a layer's state
     */
    NetworkRow(int stateSize) {
        this.stateBytes = LayerState.WIDTH * stateSize;
    }

    /** Bytes of a row. */
    int width() {
        return STATE + stateBytes;
    }

    /**
     * The row of a partition at a tick; the base is kept within +-7.9 in steps of 1/16. A state
     * that is not of this layer is not read: zeros are.
     */
    byte[] of(PartitionFeatures features, double baseLogOdds) {
        byte[] row = new byte[width()];
        System.arraycopy(FeatureBins.of(features), 0, row, 0, FeatureBins.WIDTH);
        double scaled = BASE_SCALE * baseLogOdds;
        row[BASE] = (byte) Math.round(Math.max(-127, Math.min(127, scaled)));
        byte[] steps = features.steps();
        int count =
                Math.min(PartitionFeatures.MOST_STEPS, steps.length / PartitionFeatures.STEP_WIDTH);
        row[COUNT] = (byte) count;
        System.arraycopy(steps, 0, row, STEPS, count * PartitionFeatures.STEP_WIDTH);
        if (features.before().length == stateBytes) {
            System.arraycopy(features.before(), 0, row, STATE, stateBytes);
        }
        return row;
    }

    static double base(byte[] rows, int offset) {
        return rows[offset + BASE] / BASE_SCALE;
    }

    /** Reads the steps into rows of numbers; how many there are. */
    static int steps(byte[] rows, int offset, double[][] into) {
        int count = rows[offset + COUNT];
        steps(rows, offset + STEPS, count, into);
        return count;
    }

    /** Reads a number of steps that begin at an offset into rows of numbers. */
    static void steps(byte[] bytes, int offset, int count, double[][] into) {
        for (int i = 0; i < count; i++) {
            int at = offset + i * PartitionFeatures.STEP_WIDTH;
            for (int j = 0; j < PartitionFeatures.STEP_WIDTH; j++) {
                into[i][j] = bytes[at + j] / 127.0;
            }
        }
    }

    /** Reads the state before the steps. */
    static void state(byte[] rows, int offset, double[] into) {
        LayerState.read(rows, offset + STATE, into);
    }
}
