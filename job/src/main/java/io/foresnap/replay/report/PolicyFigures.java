package io.foresnap.replay.report;

import io.foresnap.replay.EntityKind;
import io.foresnap.replay.simulation.LatencyMillis;
import io.foresnap.replay.simulation.PolicyResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a policy did with a cache of one size.
 *
 * @param capacity size of the cache, share of the sum over the partitions of the bytes that their
 *     requests need on average
 * @param servedWholly share of the scored requests that found everything in the cache
 * @param byteHitRatio share of the bytes needed that was in the cache
 * @param sourceBytesPerRequestedByte bytes read from storage, by requests and by prefetching, per
 *     byte needed
 * @param prefetchedUsedShare share of the prefetched bytes that were used before they left
 * @param wastedByteHours bytes times hours that unused prefetched bytes spent in the cache
 */
public record PolicyFigures(
        String name,
        double capacity,
        long capacityBytes,
        long requests,
        double servedWholly,
        double byteHitRatio,
        double sourceBytesPerRequestedByte,
        long prefetchedBytes,
        double prefetchedUsedShare,
        double wastedByteHours,
        LatencyMillis latencyMillis,
        Map<String, OfKind> byKind) {

    /** The same for one kind of entity. */
    public record OfKind(
            long requests,
            double servedWholly,
            double byteHitRatio,
            double sourceBytesPerRequestedByte,
            double meanLatencyMillis) {}

    static PolicyFigures of(PolicyResult result) {
        Map<String, OfKind> byKind = new LinkedHashMap<>();
        for (PolicyResult.OfKind kind : result.kinds()) {
            if (kind.requests() > 0) {
                byKind.put(
                        EntityKind.values()[kind.kind()].name().toLowerCase(Locale.ROOT),
                        new OfKind(
                                kind.requests(),
                                kind.servedWholly(),
                                kind.byteHitRatio(),
                                kind.sourceBytesPerRequestedByte(),
                                kind.meanLatencyMillis()));
            }
        }
        return new PolicyFigures(
                result.name(),
                result.capacityShare(),
                result.capacityBytes(),
                result.requests(),
                result.servedWholly(),
                result.byteHitRatio(),
                result.sourceBytesPerRequestedByte(),
                result.prefetchedBytes(),
                result.prefetchedUsedShare(),
                result.wastedByteHours(),
                result.latencyMillis(),
                byKind);
    }
}
