package io.foresnap.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * How requests for partitions that are never prefetched do beside the others. Under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.holdout.}:
 *
 * <ul>
 *   <li>{@code <group>.hits}, {@code <group>.partialHits}, {@code <group>.misses}: counters of
 *       partitions served wholly, partly or not from the cache; {@code <group>} is {@code held} or
 *       {@code others}
 *   <li>{@code <group>.neededBytes}, {@code <group>.cachedBytes}: counters of bytes of durable
 *       storage
 *   <li>{@code benefit}: gauge of the share of hits among the others less the share among those
 *       held out, from -1 to 1, since this subtask started; NaN until both were asked for
 * </ul>
 */
public final class HoldoutMetrics {

    private final Group held;
    private final Group others;

    /**
     * @param operator the operator's group
     */
    public HoldoutMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("foresnap").addGroup("holdout");
        held = new Group(group.addGroup("held"));
        others = new Group(group.addGroup("others"));
        group.gauge("benefit", (Gauge<Double>) () -> others.hitShare() - held.hitShare());
    }

    /**
     * Counts a partition that was served.
     *
     * @param isHeld whether it is never prefetched
     */
    public void served(
            boolean isHeld, int neededFiles, int cachedFiles, long neededBytes, long cachedBytes) {
        Group group = isHeld ? held : others;
        group.outcome(neededFiles, cachedFiles).inc();
        group.neededBytes.inc(neededBytes);
        group.cachedBytes.inc(cachedBytes);
    }

    private static final class Group {

        private final Counter hits;
        private final Counter partialHits;
        private final Counter misses;
        private final Counter neededBytes;
        private final Counter cachedBytes;

        Group(MetricGroup group) {
            hits = group.counter("hits");
            partialHits = group.counter("partialHits");
            misses = group.counter("misses");
            neededBytes = group.counter("neededBytes");
            cachedBytes = group.counter("cachedBytes");
        }

        Counter outcome(int neededFiles, int cachedFiles) {
            if (cachedFiles == neededFiles) {
                return hits;
            }
            return cachedFiles > 0 ? partialHits : misses;
        }

        double hitShare() {
            double all = hits.getCount() + partialHits.getCount() + misses.getCount();
            return all == 0 ? Double.NaN : hits.getCount() / all;
        }
    }
}
