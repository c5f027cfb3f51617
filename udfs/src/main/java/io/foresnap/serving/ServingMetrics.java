package io.foresnap.serving;

import io.foresnap.backup.PartitionBackup;
import io.foresnap.metrics.LatencyHistogram;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * What serving does, by partition task. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.}:
 *
 * <ul>
 *   <li>{@code hits}, {@code lateHits}, {@code partialHits}, {@code misses}: counters; all files
 *       came from the cache, or at least one from a prefetch under way and none had to be read, or
 *       some of them, or none
 *   <li>{@code hitBytes}, {@code lateHitBytes}, {@code partialHitBytes}, {@code missBytes}:
 *       counters of the bytes in durable storage that these needed
 *   <li>{@code failures}: counter
 *   <li>{@code neededBytes}, {@code cachedBytes}, {@code joinedBytes}: counters of bytes in durable
 *       storage that were needed, of them in the cache, of them joined while they were being read
 *   <li>{@code fetchMicros}, {@code mergeMicros}, {@code writeMicros}: histograms of the time until
 *       every run was at hand, of merging and encoding, of waiting for durable storage
 * </ul>
 */
final class ServingMetrics {

    /** How a partition task was served. */
    enum Outcome {
        HIT("hit"),
        LATE_HIT("lateHit"),
        PARTIAL_HIT("partialHit"),
        MISS("miss");

        private final String metric;

        Outcome(String metric) {
            this.metric = metric;
        }

        /** The outcome of a task of so many files. */
        static Outcome of(int needed, int cached, int joined) {
            if (cached == needed) {
                return HIT;
            }
            if (joined > 0 && cached + joined == needed) {
                return LATE_HIT;
            }
            return cached + joined > 0 ? PARTIAL_HIT : MISS;
        }
    }

    private final Map<Outcome, Counter> tasks = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Counter> bytes = new EnumMap<>(Outcome.class);
    private final Counter failures;
    private final Counter neededBytes;
    private final Counter cachedBytes;
    private final Counter joinedBytes;
    private final LatencyHistogram fetch;
    private final LatencyHistogram merge;
    private final LatencyHistogram write;

    ServingMetrics(MetricGroup group) {
        for (Outcome outcome : Outcome.values()) {
            boolean miss = outcome == Outcome.MISS;
            tasks.put(outcome, counter(group, outcome.metric + (miss ? "es" : "s")));
            bytes.put(outcome, counter(group, outcome.metric + "Bytes"));
        }
        failures = counter(group, "failures");
        neededBytes = counter(group, "neededBytes");
        cachedBytes = counter(group, "cachedBytes");
        joinedBytes = counter(group, "joinedBytes");
        fetch = LatencyHistogram.of(group, "fetchMicros");
        merge = LatencyHistogram.of(group, "mergeMicros");
        write = LatencyHistogram.of(group, "writeMicros");
    }

    private static Counter counter(MetricGroup group, String name) {
        return group.counter(name, new ThreadSafeSimpleCounter());
    }

    void served(PartitionBackup partition) {
        Outcome outcome =
                Outcome.of(
                        partition.neededFiles(), partition.cachedFiles(), partition.joinedFiles());
        inc(tasks, outcome, 1);
        inc(bytes, outcome, partition.neededBytes());
        neededBytes.inc(partition.neededBytes());
        cachedBytes.inc(partition.cachedBytes());
        joinedBytes.inc(partition.joinedBytes());
        fetch.updateMillis(partition.fetchMillis());
        merge.updateMillis(partition.mergeMillis());
        write.updateMillis(partition.writeMillis());
    }

    private static void inc(Map<Outcome, Counter> counters, Outcome outcome, long by) {
        Counter counter = counters.get(outcome);
        if (counter != null) {
            counter.inc(by);
        }
    }

    void failed() {
        failures.inc();
    }
}
