package io.foresnap.metrics;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * Pins and warm-ups. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.orders.}:
 *
 * <ul>
 *   <li>{@code standing}: gauge of pins and warm-ups that stand
 *   <li>{@code tasks}: counter of prefetch tasks made of them
 *   <li>{@code refused}: counter of pins and warm-ups left out because too many stand
 *   <li>{@code failed}: counter of orders whose partitions could not be listed in time
 * </ul>
 */
public final class OrderMetrics {

    private final AtomicLong standing = new AtomicLong();
    private final Counter tasks;
    private final Counter refused;
    private final Counter failed;

    /**
     * @param operator the operator's group
     */
    public OrderMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("foresnap").addGroup("orders");
        group.gauge("standing", (Gauge<Long>) standing::get);
        tasks = group.counter("tasks", new ThreadSafeSimpleCounter());
        refused = group.counter("refused");
        failed = group.counter("failed", new ThreadSafeSimpleCounter());
    }

    public void standing(int orders) {
        standing.set(orders);
    }

    public void ordered(int made) {
        tasks.inc(made);
    }

    public void refused() {
        refused.inc();
    }

    public void failed() {
        failed.inc();
    }
}
