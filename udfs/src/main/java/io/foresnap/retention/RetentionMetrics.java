package io.foresnap.retention;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What retention does. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.retention.}:
 *
 * <ul>
 *   <li>{@code runs}, {@code failedRuns}: counters of runs
 *   <li>{@code removedFiles}, {@code removedBytes}: counters of what has gone
 *   <li>{@code sweptFiles}: counter of orphaned temporaries among them
 *   <li>{@code waitingFiles}: gauge of retired files whose grace is not over
 *   <li>{@code heldFiles}, {@code heldBytes}: gauges of what leases hold
 *   <li>{@code leftAlone}: gauge of partitions that retention cannot judge
 * </ul>
 */
final class RetentionMetrics {

    private final Counter runs;
    private final Counter failedRuns;
    private final Counter removedFiles;
    private final Counter removedBytes;
    private final Counter sweptFiles;
    private volatile long waitingFiles;
    private volatile long heldFiles;
    private volatile long heldBytes;
    private volatile long leftAlone;

    RetentionMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("foresnap").addGroup("retention");
        runs = group.counter("runs");
        failedRuns = group.counter("failedRuns");
        removedFiles = group.counter("removedFiles");
        removedBytes = group.counter("removedBytes");
        sweptFiles = group.counter("sweptFiles");
        group.gauge("waitingFiles", (Gauge<Long>) () -> waitingFiles);
        group.gauge("heldFiles", (Gauge<Long>) () -> heldFiles);
        group.gauge("heldBytes", (Gauge<Long>) () -> heldBytes);
        group.gauge("leftAlone", (Gauge<Long>) () -> leftAlone);
    }

    void ran(RetentionSummary summary) {
        runs.inc();
        if (summary.failure() != null) {
            failedRuns.inc();
        }
        removedFiles.inc(summary.removedFiles());
        removedBytes.inc(summary.removedBytes());
        sweptFiles.inc(summary.sweptFiles());
        waitingFiles = summary.waitingFiles();
        heldFiles = summary.heldFiles();
        heldBytes = summary.heldBytes();
        leftAlone = summary.leftAlone().size();
    }
}
