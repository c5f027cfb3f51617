package io.foresnap.metrics;

import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** A histogram of the latest thousand latencies, microseconds; for any number of threads. */
public final class LatencyHistogram implements Histogram {

    private static final int WINDOW = 1000;
    private static final double MICROS_PER_MILLI = 1000.0;

    private final DescriptiveStatisticsHistogram latest =
            new DescriptiveStatisticsHistogram(WINDOW);

    /** Registers one. */
    public static LatencyHistogram of(MetricGroup group, String name) {
        return group.histogram(name, new LatencyHistogram());
    }

    /** Adds a latency. */
    public void updateMillis(double millis) {
        update(Math.round(millis * MICROS_PER_MILLI));
    }

    @Override
    public synchronized void update(long micros) {
        latest.update(micros);
    }

    @Override
    public synchronized long getCount() {
        return latest.getCount();
    }

    @Override
    public synchronized HistogramStatistics getStatistics() {
        return latest.getStatistics();
    }
}
