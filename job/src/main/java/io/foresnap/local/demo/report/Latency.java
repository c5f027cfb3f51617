package io.foresnap.local.demo.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Latencies of one outcome, milliseconds.
 *
 * @param distribution share of the requests answered within a time, for a curve
 */
public record Latency(
        long count, double p50, double p95, double p99, double max, List<Point> distribution) {

    private static final double MICROS_PER_MILLI = 1000.0;
    private static final int TICKS_PER_HALF_DISTANCE = 4;

    /** A point of the curve: {@code share} of the requests were answered within {@code millis}. */
    public record Point(double millis, double share) {}

    static Latency of(Histogram micros) {
        List<Point> points = new ArrayList<>();
        if (micros.getTotalCount() > 0) {
            for (HistogramIterationValue v : micros.percentiles(TICKS_PER_HALF_DISTANCE)) {
                points.add(
                        new Point(
                                v.getValueIteratedTo() / MICROS_PER_MILLI,
                                v.getPercentileLevelIteratedTo() / 100));
            }
        }
        return new Latency(
                micros.getTotalCount(),
                percentile(micros, 50),
                percentile(micros, 95),
                percentile(micros, 99),
                micros.getMaxValue() / MICROS_PER_MILLI,
                List.copyOf(points));
    }

    private static double percentile(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0
                ? 0
                : micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }
}
