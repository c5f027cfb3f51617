package io.foresnap.local;

import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Hands the metrics of a cluster in this JVM to {@link LiveMetrics}. */
public final class LiveMetricsReporter implements MetricReporter {

    /** Makes the reporter; Flink finds it as a service. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new LiveMetricsReporter();
        }
    }

    /** Switches the reporter on for a cluster started with this configuration. */
    public static void enable(Configuration configuration) {
        configuration.setString(
                "metrics.reporter.foresnap-live.factory.class", Factory.class.getName());
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        LiveMetrics.added(metric, group.getMetricIdentifier(name));
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        LiveMetrics.removed(metric);
    }
}
