package io.foresnap.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What scoring does. Under {@code <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.}:
 *
 * <ul>
 *   <li>{@code predictions}: counter of probabilities given
 *   <li>{@code rejectedUpdates}: counter of model updates that could not be read
 *   <li>{@code scoringVersion}: gauge of the model version in use; 0 is the untrained model
 * </ul>
 */
public final class ScoringMetrics {

    private final Counter predictions;
    private final Counter rejectedUpdates;

    /**
     * @param operator the operator's group; the metrics go into its subgroup {@code foresnap}
     * @param scoringVersion the model version in use
     */
    public ScoringMetrics(MetricGroup operator, Gauge<Long> scoringVersion) {
        MetricGroup group = operator.addGroup("foresnap");
        this.predictions = group.counter("predictions");
        this.rejectedUpdates = group.counter("rejectedUpdates");
        group.gauge("scoringVersion", scoringVersion);
    }

    public void predicted() {
        predictions.inc();
    }

    public void updateRejected() {
        rejectedUpdates.inc();
    }
}
