package io.foresnap.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What may be prefetched. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.guard.}:
 *
 * <ul>
 *   <li>{@code passed}: counter of tasks handed to the prefetch workers
 *   <li>{@code dropped.paused}, {@code dropped.shadow}, {@code dropped.holdout}: counters of tasks
 *       held back because prefetching is switched off, runs in shadow, or their partition is held
 *       out
 *   <li>{@code paused}, {@code shadow}: gauges, 1 while switched on
 * </ul>
 */
public final class GuardMetrics {

    private final Counter passed;
    private final Counter paused;
    private final Counter shadow;
    private final Counter holdout;

    /**
     * @param operator the operator's group
     * @param isPaused 1 while nothing is fetched
     * @param isShadow 1 while it is only counted what would be fetched
     */
    public GuardMetrics(MetricGroup operator, Gauge<Integer> isPaused, Gauge<Integer> isShadow) {
        MetricGroup group = operator.addGroup("foresnap").addGroup("guard");
        MetricGroup dropped = group.addGroup("dropped");
        passed = group.counter("passed");
        paused = dropped.counter("paused");
        shadow = dropped.counter("shadow");
        holdout = dropped.counter("holdout");
        group.gauge("paused", isPaused);
        group.gauge("shadow", isShadow);
    }

    public void passed() {
        passed.inc();
    }

    public void paused() {
        paused.inc();
    }

    public void shadowed() {
        shadow.inc();
    }

    public void heldOut() {
        holdout.inc();
    }
}
