package io.foresnap.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What ranking does. Under {@code <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.}:
 *
 * <ul>
 *   <li>{@code ranked}: counter of predictions that entered a prefetch list
 *   <li>{@code belowThreshold}: counter of predictions under {@code prefetch.min-probability}
 *   <li>{@code listLength}: gauge of entries in the current prefetch list
 * </ul>
 */
public final class RankingMetrics {

    private final Counter ranked;
    private final Counter belowThreshold;

    /**
     * @param operator the operator's group; the metrics go into its subgroup {@code foresnap}
     * @param listLength entries in the current prefetch list
     */
    public RankingMetrics(MetricGroup operator, Gauge<Integer> listLength) {
        MetricGroup group = operator.addGroup("foresnap");
        this.ranked = group.counter("ranked");
        this.belowThreshold = group.counter("belowThreshold");
        group.gauge("listLength", listLength);
    }

    public void ranked(int entries) {
        ranked.inc(entries);
    }

    public void belowThreshold() {
        belowThreshold.inc();
    }
}
