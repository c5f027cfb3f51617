package io.foresnap.replay.score;

import io.foresnap.model.Losses;

/**
 * Log loss by scored tick.
 *
 * @param sums of the rows of each tick
 * @param counts rows of each tick
 */
@SuppressWarnings("ArrayRecordComponent") // Many numbers; never compared as a value.
public record TickLosses(double[] sums, int[] counts) {

    /** The losses of rows. */
    public static TickLosses of(Rows rows) {
        int ticks = rows.ends().length;
        double[] sums = new double[ticks];
        int[] counts = new int[ticks];
        int row = 0;
        for (int tick = 0; tick < ticks; tick++) {
            counts[tick] = rows.ends()[tick] - row;
            for (; row < rows.ends()[tick]; row++) {
                sums[tick] += Losses.log(rows.probabilities()[row], rows.requested()[row]);
            }
        }
        return new TickLosses(sums, counts);
    }

    /** Mean log loss of the rows of some consecutive ticks; NaN when they have none. */
    public double mean(int from, int to) {
        double sum = 0;
        long count = 0;
        for (int tick = from; tick < to; tick++) {
            sum += sums[tick];
            count += counts[tick];
        }
        return sum / count;
    }
}
