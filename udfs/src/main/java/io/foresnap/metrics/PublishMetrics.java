package io.foresnap.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What becomes visible of the change log. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.}:
 *
 * <ul>
 *   <li>{@code published}: counter of segments that became visible
 *   <li>{@code alreadyThere}: counter of segments whose events an earlier job had written
 *   <li>{@code holes}: counter of segments that do not follow what is there: records are missing
 *   <li>{@code marks}: counter of marks that say how far a partition is complete
 *   <li>{@code waiting}: gauge of segments that wait for a checkpoint
 *   <li>{@code restorableLagMs}: gauge of how far the oldest table's restorable time is behind the
 *       clock, milliseconds; -1 while nothing is known
 * </ul>
 */
public final class PublishMetrics {

    private final Counter published;
    private final Counter alreadyThere;
    private final Counter holes;
    private final Counter marks;

    /**
     * @param operator the operator's group; the metrics go into its subgroup {@code foresnap}
     */
    public PublishMetrics(
            MetricGroup operator, Gauge<Integer> waiting, Gauge<Long> restorableLagMs) {
        MetricGroup group = operator.addGroup("foresnap");
        published = group.counter("published");
        alreadyThere = group.counter("alreadyThere");
        holes = group.counter("holes");
        marks = group.counter("marks");
        group.gauge("waiting", waiting);
        group.gauge("restorableLagMs", restorableLagMs);
    }

    public void published() {
        published.inc();
    }

    public void alreadyThere() {
        alreadyThere.inc();
    }

    public void hole() {
        holes.inc();
    }

    public void marked() {
        marks.inc();
    }
}
