package io.foresnap.replay.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows by descending probability; rows of equal probability count as one step, so that their order
 * does not matter.
 */
public final class Ranking {

    // A probability's bits are in the order of the probabilities; the outcome is the lowest bit.
    private final long[] rows;
    private final long events;

    private Ranking(long[] rows, long events) {
        this.rows = rows;
        this.events = events;
    }

    /**
     * A step down the ranking.
     *
     * @param recall share of the events that are above
     * @param precision share of what is above that is an event
     */
    public record Point(double recall, double precision) {}

    /** Told how many events and others are at or above each probability, from the highest on. */
    private interface Step {
        void to(long hits, long others);
    }

    /** Ranks rows. */
    public static Ranking of(Rows rows) {
        long[] sorted = new long[rows.size()];
        for (int i = 0; i < sorted.length; i++) {
            long bits = Float.floatToIntBits(Math.max(0f, rows.probabilities()[i]));
            sorted[i] = bits << 1 | (rows.requested()[i] ? 1 : 0);
        }
        Arrays.sort(sorted);
        return new Ranking(sorted, rows.events());
    }

    /**
     * Average precision: sum over the steps of the recall gained times the precision there. NaN
     * without events.
     */
    public double averagePrecision() {
        double[] sum = new double[1];
        long[] before = new long[1];
        walk(
                (hits, others) -> {
                    sum[0] += (double) (hits - before[0]) / events * hits / (hits + others);
                    before[0] = hits;
                });
        return events == 0 ? Double.NaN : sum[0];
    }

    /** Area under the curve of true against false positives, ties counting half. */
    public double areaUnderRoc() {
        double[] sum = new double[1];
        long[] before = new long[2];
        walk(
                (hits, others) -> {
                    sum[0] += (others - before[1]) * (hits + before[0]) / 2.0;
                    before[0] = hits;
                    before[1] = others;
                });
        double pairs = (double) events * (rows.length - events);
        return pairs == 0 ? Double.NaN : sum[0] / pairs;
    }

    /** The curve of precision over recall with at most about so many points. */
    public List<Point> precisionRecall(int most) {
        List<Point> points = new ArrayList<>();
        double[] next = new double[1];
        walk(
                (hits, others) -> {
                    double recall = (double) hits / Math.max(1, events);
                    if (recall >= next[0]) {
                        points.add(new Point(recall, (double) hits / (hits + others)));
                        next[0] = recall + 1.0 / most;
                    }
                });
        return events == 0 ? List.of() : points;
    }

    private void walk(Step step) {
        long hits = 0;
        long others = 0;
        for (int i = rows.length - 1; i >= 0; i--) {
            long hit = rows[i] & 1;
            hits += hit;
            others += 1 - hit;
            if (i == 0 || rows[i - 1] >> 1 != rows[i] >> 1) {
                step.to(hits, others);
            }
        }
    }
}
