package io.foresnap.local.demo.report;

import org.jspecify.annotations.Nullable;

/**
 * One moment of the demonstration, for the charts.
 *
 * @param virtualMs the workload's time, epoch milliseconds
 * @param shareFromCache share served wholly from the cache, of all so far
 * @param recentShareFromCache likewise, of the latest 200
 */
public record Sample(
        long virtualMs,
        double elapsedSeconds,
        long served,
        double shareFromCache,
        double recentShareFromCache,
        double byteHitRatio,
        long queueLength,
        long cacheBytes,
        long cacheCapacityBytes,
        long modelVersion,
        @Nullable Double modelLogLoss) {

    /** The moment from what is counted and what the job tells. */
    public static Sample of(
            long virtualMs, double elapsedSeconds, Scoreboard.Totals totals, JobFigures job) {
        return new Sample(
                virtualMs,
                elapsedSeconds,
                totals.answered(),
                totals.hitShare(),
                totals.recentHitShare(),
                totals.byteHitRatio(),
                job.queueLength(),
                job.cacheBytes(),
                job.cacheCapacityBytes(),
                job.modelVersion(),
                Double.isNaN(job.modelLogLoss()) ? null : job.modelLogLoss());
    }
}
