package io.foresnap.replay.simulation;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Counts what a policy does from the first scored moment on. */
final class Tally {

    private static final long HIGHEST_LATENCY_MICROS = 3_600_000_000L;
    private static final double MICROS_PER_HOUR = 3.6e9;

    private final long fromMicros;
    private final int[] kinds;
    private final List<Counts> byKind = new ArrayList<>();
    private final Counts all = new Counts();
    private final Histogram latencies = new Histogram(HIGHEST_LATENCY_MICROS, 3);
    private long prefetchedUsed;
    private double wastedByteMicros;

    private static final class Counts {
        private long requests;
        private long whole;
        private long needed;
        private long demanded;
        private long prefetched;
        private double latencyMicros;

        double servedWholly() {
            return share(whole, requests);
        }

        double byteHitRatio() {
            return share(needed - demanded, needed);
        }

        double sourceBytes() {
            return share(demanded + prefetched, needed);
        }

        double meanLatencyMillis() {
            return share(latencyMicros, requests) / 1000;
        }

        private static double share(double part, long of) {
            return of == 0 ? 0 : part / of;
        }
    }

    /**
     * @param fromMs what happens before it is not counted, epoch milliseconds
     * @param kinds of each entity, from 0; empty when there are none
     */
    Tally(long fromMs, int[] kinds) {
        this.fromMicros = fromMs * 1000;
        this.kinds = kinds;
        for (int kind : kinds) {
            while (byKind.size() <= kind) {
                byKind.add(new Counts());
            }
        }
    }

    /** A request that found all but some of the bytes it needs. */
    void requested(int entity, long atMicros, long needed, long missing, long latencyMicros) {
        if (atMicros < fromMicros) {
            return;
        }
        latencies.recordValue(Math.min(latencyMicros, HIGHEST_LATENCY_MICROS));
        for (Counts counts : of(entity)) {
            counts.requests++;
            counts.whole += missing == 0 ? 1 : 0;
            counts.needed += needed;
            counts.demanded += missing;
            counts.latencyMicros += latencyMicros;
        }
    }

    /** A prefetch has ended. */
    void prefetched(int entity, long atMicros, long bytes) {
        if (atMicros >= fromMicros) {
            of(entity).forEach(counts -> counts.prefetched += bytes);
        }
    }

    /** A request reads for the first time what a prefetch brought. */
    void used(long broughtMicros, long bytes) {
        if (broughtMicros >= fromMicros) {
            prefetchedUsed += bytes;
        }
    }

    /** What a prefetch brought leaves, or the trace ends, and no request has read it. */
    void unused(long broughtMicros, long leftMicros, long bytes) {
        long counted = leftMicros - Math.max(fromMicros, broughtMicros);
        wastedByteMicros += Math.max(0, counted) * (double) bytes;
    }

    private List<Counts> of(int entity) {
        return kinds.length == 0 ? List.of(all) : List.of(all, byKind.get(kinds[entity]));
    }

    PolicyResult result(String name, double capacityShare, long capacityBytes) {
        List<PolicyResult.OfKind> ofKinds = new ArrayList<>();
        for (int kind = 0; kind < byKind.size(); kind++) {
            Counts counts = byKind.get(kind);
            ofKinds.add(
                    new PolicyResult.OfKind(
                            kind,
                            counts.requests,
                            counts.servedWholly(),
                            counts.byteHitRatio(),
                            counts.sourceBytes(),
                            counts.meanLatencyMillis()));
        }
        return new PolicyResult(
                name,
                capacityShare,
                capacityBytes,
                all.requests,
                all.servedWholly(),
                all.byteHitRatio(),
                all.sourceBytes(),
                all.prefetched,
                Counts.share(prefetchedUsed, all.prefetched),
                wastedByteMicros / MICROS_PER_HOUR,
                latency(),
                ofKinds);
    }

    private LatencyMillis latency() {
        return new LatencyMillis(
                all.meanLatencyMillis(), percentile(50), percentile(95), percentile(99));
    }

    private double percentile(double percent) {
        return all.requests == 0 ? 0 : latencies.getValueAtPercentile(percent) / 1000.0;
    }
}
