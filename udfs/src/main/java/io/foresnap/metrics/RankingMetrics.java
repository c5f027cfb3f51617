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
 *   <li>{@code overCapacity}: counter of predictions that more valuable ones left no place for in a
 *       list of {@code prefetch.queue-capacity}
 *   <li>{@code overBudget}: counter of predictions whose files did not fit into {@code
 *       prefetch.tick-budget}
 *   <li>{@code listLength}: gauge of entries in the current prefetch list
 * </ul>
 */
public final class RankingMetrics {

    private final Counter ranked;
    private final Counter belowThreshold;
    private final Counter overCapacity;
    private final Counter overBudget;

    /**
     * @param operator the operator's group; the metrics go into its subgroup {@code foresnap}
     * @param listLength entries in the current prefetch list
     */
    public RankingMetrics(MetricGroup operator, Gauge<Integer> listLength) {
        MetricGroup group = operator.addGroup("foresnap");
        this.ranked = group.counter("ranked");
        this.belowThreshold = group.counter("belowThreshold");
        this.overCapacity = group.counter("overCapacity");
        this.overBudget = group.counter("overBudget");
        group.gauge("listLength", listLength);
    }

    public void ranked(int entries) {
        ranked.inc(entries);
    }

    public void overCapacity(int predictions) {
        overCapacity.inc(predictions);
    }

    public void overBudget(int predictions) {
        overBudget.inc(predictions);
    }

    public void belowThreshold() {
        belowThreshold.inc();
    }
}
