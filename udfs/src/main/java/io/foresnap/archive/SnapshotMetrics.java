package io.foresnap.archive;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What is done about snapshots. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.snapshot.}:
 *
 * <ul>
 *   <li>{@code made}, {@code failed}: counters of snapshots
 *   <li>{@code skipped}: gauge of how often a partition was looked at and none was due
 *   <li>{@code bytesRead}, {@code bytesWritten}, {@code millis}: counters of what they cost
 *   <li>{@code logBytesWaiting}: gauge of log behind the newest snapshots
 *   <li>{@code queueLength}: gauge of snapshots that are due and wait for a thread
 *   <li>{@code impossible}: gauge of partitions that cannot get a snapshot: the beginning of their
 *       log is lost, or it has a hole
 * </ul>
 */
final class SnapshotMetrics {

    private final Counter made;
    private final Counter failed;
    private final Counter bytesRead;
    private final Counter bytesWritten;
    private final Counter millis;

    SnapshotMetrics(MetricGroup operator, SnapshotWorkers workers) {
        MetricGroup group = operator.addGroup("foresnap").addGroup("snapshot");
        made = group.counter("made");
        failed = group.counter("failed");
        bytesRead = group.counter("bytesRead");
        bytesWritten = group.counter("bytesWritten");
        millis = group.counter("millis");
        group.gauge("skipped", (Gauge<Long>) workers::skipped);
        group.gauge("logBytesWaiting", (Gauge<Long>) workers::logBytes);
        group.gauge("queueLength", (Gauge<Integer>) workers::queueLength);
        group.gauge("impossible", (Gauge<Integer>) workers::troubles);
    }

    void finished(SnapshotReport report) {
        (report.failure() == null ? made : failed).inc();
        bytesRead.inc(report.bytesRead());
        bytesWritten.inc(report.bytesWritten());
        millis.inc(report.millis());
    }
}
