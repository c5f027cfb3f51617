package io.foresnap.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What scoring does. Under {@code <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.}:
 *
 * <ul>
 *   <li>{@code predictions}: counter of probabilities given
 *   <li>{@code rejectedUpdates}: counter of model updates that could not be read
 *   <li>{@code publishToUseMs}: histogram of the time from a version's leaving training until this
 *       subtask scores with it, milliseconds; across machines as exact as their clocks agree
 *   <li>{@code scoringVersion}: gauge of the model version in use; 0 is the untrained model
 * </ul>
 */
public final class ScoringMetrics {

    private static final int WINDOW = 1000;

    private final Counter predictions;
    private final Counter rejectedUpdates;
    private final Histogram publishToUseMs;

    /**
     * @param operator the operator's group; the metrics go into its subgroup {@code foresnap}
     * @param scoringVersion the model version in use
     */
    public ScoringMetrics(MetricGroup operator, Gauge<Long> scoringVersion) {
        MetricGroup group = operator.addGroup("foresnap");
        this.predictions = group.counter("predictions");
        this.rejectedUpdates = group.counter("rejectedUpdates");
        this.publishToUseMs =
                group.histogram("publishToUseMs", new DescriptiveStatisticsHistogram(WINDOW));
        group.gauge("scoringVersion", scoringVersion);
    }

    public void predicted() {
        predictions.inc();
    }

    /** A version is in use from now on, so long after it was published. */
    public void updated(long sincePublishedMs) {
        publishToUseMs.update(sincePublishedMs);
    }

    public void updateRejected() {
        rejectedUpdates.inc();
    }
}
