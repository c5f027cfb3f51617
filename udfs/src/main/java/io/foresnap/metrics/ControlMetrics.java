package io.foresnap.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What comes over the control topic. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.control.}:
 *
 * <ul>
 *   <li>{@code commands}: counter of commands taken
 *   <li>{@code refused}: counter of messages that are no commands; the log says why
 * </ul>
 */
public final class ControlMetrics {

    private final Counter commands;
    private final Counter refused;

    /**
     * @param operator the operator's group
     */
    public ControlMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("foresnap").addGroup("control");
        commands = group.counter("commands");
        refused = group.counter("refused");
    }

    public void taken() {
        commands.inc();
    }

    public void refused() {
        refused.inc();
    }
}
