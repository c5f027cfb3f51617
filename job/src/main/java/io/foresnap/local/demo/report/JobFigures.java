package io.foresnap.local.demo.report;

import io.foresnap.local.LiveMetrics;
import java.util.ArrayList;
import java.util.List;

/** What the job's own metrics say at one moment; NaN or 0 where there is no such metric (yet). */
public record JobFigures(
        long modelVersion,
        double modelLogLoss,
        long queueLength,
        long cacheBytes,
        long cacheCapacityBytes,
        long prefetchedBytes,
        long usedPrefetchedBytes,
        List<Calibration> calibration) {

    private static final int CALIBRATION_BINS = 10;
    private static final String GROUP = "foresnap.";

    /**
     * One bin of the model's predictions.
     *
     * @param predicted mean predicted probability
     * @param observed share that came true
     * @param count predictions in the bin
     */
    public record Calibration(double predicted, double observed, long count) {}

    /** Nothing known. */
    public static JobFigures none() {
        return new JobFigures(0, Double.NaN, 0, 0, 0, 0, 0, List.of());
    }

    /**
     * The figures of the job that runs in this JVM. Cache and queue belong to the TaskManager, of
     * which there is one: every subtask tells the same of them, so the largest is taken.
     */
    public static JobFigures now() {
        return new JobFigures(
                (long) largest("modelVersion"),
                LiveMetrics.max(GROUP + "modelLogLoss").orElse(Double.NaN),
                (long) largest("queueLength"),
                (long) largest("cacheBytes"),
                (long) largest("cacheCapacityBytes"),
                (long) largest("prefetchedBytes"),
                (long) largest("usedPrefetchedBytes"),
                bins());
    }

    private static List<Calibration> bins() {
        List<Calibration> bins = new ArrayList<>();
        for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
            String prefix = "calibration." + bin + ".";
            long count = (long) LiveMetrics.sum(GROUP + prefix + "count").orElse(0.0).doubleValue();
            if (count > 0) {
                bins.add(
                        new Calibration(
                                largest(prefix + "predicted"),
                                largest(prefix + "observed"),
                                count));
            }
        }
        return List.copyOf(bins);
    }

    private static double largest(String name) {
        return LiveMetrics.max(GROUP + name).orElse(0.0);
    }
}
