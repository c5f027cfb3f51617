package io.foresnap.local.demo.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report of a demonstration, as {@code report.json} has it.
 *
 * @param servedWhollyFromCache share of the acknowledged requests, 0 to 1
 * @param neededBytes what the acknowledged requests needed, in durable storage
 * @param byteHitRatio share of the bytes needed that came from the cache
 * @param latencyMillis by outcome: {@code hit}, {@code late} (some were still being fetched),
 *     {@code partial}, {@code miss}
 * @param meanMillis where the time went, by outcome
 * @param archived what the archiving job beside it came to
 * @param reasons why the first of the requests that were rejected or failed were
 * @param byKind counts by kind of table
 * @param firstMismatch what was wrong with the first backup that was wrong
 * @param settings what the demonstration ran with
 */
public record Report(
        long requests,
        long acknowledged,
        long rejected,
        long failed,
        double servedWhollyFromCache,
        long neededBytes,
        double byteHitRatio,
        Map<String, Latency> latencyMillis,
        Map<String, TimeParts> meanMillis,
        long prefetchedBytes,
        long usedPrefetchedBytes,
        Model model,
        long verifiedBackups,
        long mismatchedBackups,
        @Nullable String firstMismatch,
        String archived,
        List<String> reasons,
        Map<String, Scoreboard.Counts> byKind,
        List<JobFigures.Calibration> calibration,
        Map<String, String> settings,
        List<Sample> samples) {

    /**
     * The model at the end.
     *
     * @param logLoss of its recent predictions; absent when it made none
     */
    public record Model(String type, long version, @Nullable Double logLoss) {}
}
