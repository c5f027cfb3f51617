package io.foresnap.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What becomes of change events. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.}:
 *
 * <ul>
 *   <li>{@code archived}: counter of events taken into the change log
 *   <li>{@code repeated}: counter of events delivered before, left out
 *   <li>{@code late}: counter of events older than a time through which the log was said to be
 *       complete; {@code archive.capture-lag} is too short when this rises
 *   <li>{@code foreign}: counter of events of another table than their topic's, rejected
 *   <li>{@code segments}, {@code segmentBytes}: counters of segments written and their size
 * </ul>
 */
public final class ArchiveMetrics {

    private final Counter archived;
    private final Counter repeated;
    private final Counter late;
    private final Counter foreign;
    private final Counter segments;
    private final Counter segmentBytes;

    /**
     * @param operator the operator's group; the metrics go into its subgroup {@code foresnap}
     */
    public ArchiveMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("foresnap");
        archived = group.counter("archived");
        repeated = group.counter("repeated");
        late = group.counter("late");
        foreign = group.counter("foreign");
        segments = group.counter("segments");
        segmentBytes = group.counter("segmentBytes");
    }

    public void archived() {
        archived.inc();
    }

    public void repeated() {
        repeated.inc();
    }

    public void late() {
        late.inc();
    }

    public void foreign() {
        foreign.inc();
    }

    public void segmentWritten(long bytes) {
        segments.inc();
        segmentBytes.inc(bytes);
    }
}
