package io.foresnap.serving;

import io.foresnap.backup.PartitionBackup;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * Counters of the serving path, by partition task: {@code <operator>.foresnap.hits}, {@code
 * .partialHits}, {@code .misses}, {@code .failures}, and {@code .neededBytes}, {@code .cachedBytes}
 * of durable storage.
 */
final class ServingMetrics {

    private final Counter hits;
    private final Counter partialHits;
    private final Counter misses;
    private final Counter failures;
    private final Counter neededBytes;
    private final Counter cachedBytes;

    ServingMetrics(MetricGroup group) {
        hits = counter(group, "hits");
        partialHits = counter(group, "partialHits");
        misses = counter(group, "misses");
        failures = counter(group, "failures");
        neededBytes = counter(group, "neededBytes");
        cachedBytes = counter(group, "cachedBytes");
    }

    private static Counter counter(MetricGroup group, String name) {
        return group.counter(name, new ThreadSafeSimpleCounter());
    }

    void served(PartitionBackup partition) {
        if (partition.cachedFiles() == partition.neededFiles()) {
            hits.inc();
        } else if (partition.cachedFiles() > 0) {
            partialHits.inc();
        } else {
            misses.inc();
        }
        neededBytes.inc(partition.neededBytes());
        cachedBytes.inc(partition.cachedBytes());
    }

    void failed() {
        failures.inc();
    }
}
