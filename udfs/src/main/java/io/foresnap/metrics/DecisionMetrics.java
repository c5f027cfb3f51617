package io.foresnap.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The record of decisions. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.decisions.}:
 *
 * <ul>
 *   <li>{@code events}: counter of events heard
 *   <li>{@code lostEvents}: counter of those that are not recorded because the folder is unusable
 *   <li>{@code files}: gauge of files written since the start
 *   <li>{@code lostFiles}: gauge of files that could not be written
 * </ul>
 */
public final class DecisionMetrics {

    private final Counter events;
    private final Counter lostEvents;

    /**
     * @param operator the operator's group
     * @param files files written
     * @param lost files that could not be written
     */
    public DecisionMetrics(MetricGroup operator, Gauge<Long> files, Gauge<Long> lost) {
        MetricGroup group = operator.addGroup("foresnap").addGroup("decisions");
        events = group.counter("events");
        lostEvents = group.counter("lostEvents");
        group.gauge("files", files);
        group.gauge("lostFiles", lost);
    }

    public void heard() {
        events.inc();
    }

    public void lost() {
        lostEvents.inc();
    }
}
