package io.foresnap.serving;

import io.foresnap.cache.CacheCounters;
import io.foresnap.cache.RunCache;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Gauges of a node's cache, the same in each of its serving subtasks: {@code
 * <operator>.foresnap.cacheBytes}, {@code .cacheCapacityBytes}, {@code .cacheDiskBytes}, {@code
 * .cacheDiskOn} (1 or 0), {@code .cacheMemoryHits}, {@code .cacheDiskHits}, {@code .cacheMisses}
 * (look-ups of files), {@code .cacheRefused} (files without room), {@code .cacheDiskWrites}, {@code
 * .cacheDiskDrops}, {@code .cacheQuarantined}, {@code .compactedFiles}; in bytes of durable storage
 * {@code .prefetchedBytes}, {@code .usedPrefetchedBytes}, {@code .unusedEvictedBytes}, {@code
 * .latePrefetchedBytes}; {@code .wastedByteHours} (unused bytes times the hours that they took
 * room); {@code .prefetchPrecision} (share of prefetched bytes used) and {@code
 * .throttleThreshold}.
 */
final class CacheMetrics {

    private final MetricGroup group;

    private CacheMetrics(MetricGroup group) {
        this.group = group;
    }

    static void register(MetricGroup group, RunCache node) {
        CacheMetrics metrics = new CacheMetrics(group);
        metrics.tiers(node);
        metrics.prefetches(node, node.counters());
    }

    private void tiers(RunCache node) {
        CacheCounters counters = node.counters();
        gauge("cacheBytes", node::bytes);
        gauge("cacheCapacityBytes", node::capacityBytes);
        gauge("cacheDiskBytes", node::diskBytes);
        gauge("cacheDiskOn", () -> node.isDiskOn() ? 1 : 0);
        gauge("cacheMemoryHits", counters::memoryHits);
        gauge("cacheDiskHits", counters::diskHits);
        gauge("cacheMisses", counters::misses);
        gauge("cacheRefused", counters::refused);
        gauge("cacheDiskWrites", counters::diskWrites);
        gauge("cacheDiskDrops", counters::diskDrops);
        gauge("cacheQuarantined", counters::quarantined);
        gauge("compactedFiles", counters::compactedFiles);
    }

    private void prefetches(RunCache node, CacheCounters counters) {
        gauge("prefetchedBytes", counters::prefetchedBytes);
        gauge("usedPrefetchedBytes", counters::usedPrefetchedBytes);
        gauge("unusedEvictedBytes", counters::unusedEvictedBytes);
        gauge("latePrefetchedBytes", counters::lateBytes);
        group.gauge("wastedByteHours", (Gauge<Double>) counters::wastedByteHours);
        group.gauge("prefetchPrecision", (Gauge<Double>) counters::prefetchPrecision);
        group.gauge("throttleThreshold", (Gauge<Double>) node::throttleThreshold);
    }

    private void gauge(String name, LongSupplier value) {
        group.gauge(name, (Gauge<Long>) value::getAsLong);
    }
}
