package io.foresnap.replay.simulation;

import java.util.List;

/**
 * What a policy did for the scored requests.
 *
 * @param name of the policy
 * @param capacityShare size of the cache, share of the sum over the entities of their mean needed
 *     bytes
 * @param capacityBytes size of the cache
 * @param requests scored
 * @param servedWholly share of them that found everything in the cache
 * @param byteHitRatio share of the bytes needed that was in the cache
 * @param sourceBytesPerRequestedByte bytes read from storage, by requests and by prefetching, per
 *     byte needed
 * @param prefetchedBytes what prefetching read
 * @param prefetchedUsedShare share of them that a request used before they left the cache; 0 when
 *     nothing was prefetched
 * @param wastedByteHours bytes times hours that unused prefetched bytes spent in the cache
 * @param latencyMillis how long requests took
 * @param kinds the same by kind of entity; empty where no kinds were given
 */
public record PolicyResult(
        String name,
        double capacityShare,
        long capacityBytes,
        long requests,
        double servedWholly,
        double byteHitRatio,
        double sourceBytesPerRequestedByte,
        long prefetchedBytes,
        double prefetchedUsedShare,
        double wastedByteHours,
        LatencyMillis latencyMillis,
        List<OfKind> kinds) {

    /**
     * A policy's figures for one kind of entity.
     *
     * @param kind its number
     */
    public record OfKind(
            int kind,
            long requests,
            double servedWholly,
            double byteHitRatio,
            double sourceBytesPerRequestedByte,
            double meanLatencyMillis) {}
}
