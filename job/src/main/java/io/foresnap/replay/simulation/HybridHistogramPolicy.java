package io.foresnap.replay.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hybrid histogram policy of Shahrad et al., "Serverless in the Wild" (USENIX ATC 2020): each
 * entity has a histogram of its idle times, 240 bins. Where the histogram is representative, an
 * entity is warm from its 5th percentile less a tenth to its 99th and a tenth more, counted from
 * its last request; else from the request on for as long as the histogram reaches. Where most idle
 * times are beyond the histogram, the paper's time series model gives way to the mean of these idle
 * times, with its margin of 15 % to both sides.
 */
final class HybridHistogramPolicy implements Policy {

    private static final int BINS = 240;
    private static final double HEAD = 0.05;
    private static final double TAIL = 0.99;
    private static final double MARGIN = 0.1;
    private static final double LONG_MARGIN = 0.15;
    private static final double REPRESENTATIVE_VARIATION = 2;
    private static final double MOSTLY = 0.5;

    private final double binMs;
    private final double windowBins;
    private final long windowMs;
    private final Chains chains;
    private final Cache cache;
    private final @Nullable IdleTimes[] idleTimes;

    /** What is known of an entity. */
    private static final class IdleTimes {
        private final int[] counts = new int[BINS];

        /** Idle times in a bin or a later one, those beyond the histogram left out. */
        private final int[] from = new int[BINS + 1];

        private int inside;
        private int beyond;
        private double beyondMs;
        private long lastMs;
        private boolean changed = true;
        private double fromMs;
        private double untilMs;
    }

    /**
     * @param binMs width of a bin, milliseconds
     * @param byValue whether the least likely per byte leaves, else the least recently used
     */
    HybridHistogramPolicy(Scenario scenario, Holdings holdings, double binMs, boolean byValue) {
        windowMs = scenario.grid().windowMs();
        this.binMs = binMs;
        windowBins = windowMs / binMs;
        chains = holdings.chains();
        cache =
                byValue
                        ? new EvictingCache(
                                scenario.layout(), holdings, new ByValue(holdings, this::value))
                        : LruPolicy.lru(scenario, holdings);
        idleTimes = new IdleTimes[scenario.entities()];
    }

    @Override
    public Cache cache() {
        return cache;
    }

    @Override
    public void requested(int entity, long nowMs, int index) {
        IdleTimes known = idleTimes[entity];
        if (known == null) {
            known = new IdleTimes();
            idleTimes[entity] = known;
        } else {
            long idleMs = nowMs - known.lastMs;
            int bin = (int) (idleMs / binMs);
            if (bin < BINS) {
                known.counts[bin]++;
                known.inside++;
                for (int earlier = 0; earlier <= bin; earlier++) {
                    known.from[earlier]++;
                }
            } else {
                known.beyond++;
                known.beyondMs += idleMs;
            }
            known.changed = true;
        }
        known.lastMs = nowMs;
    }

    @Override
    public int[] list(int tick, long nowMs) {
        return Ranked.highestFirst(
                idleTimes.length, e -> warm(idleTimes[e], nowMs), e -> value(e, nowMs));
    }

    private boolean warm(@Nullable IdleTimes known, long nowMs) {
        if (known == null) {
            return false;
        }
        decide(known);
        double idleMs = nowMs - known.lastMs;
        return idleMs + windowMs > known.fromMs && idleMs <= known.untilMs;
    }

    private void decide(IdleTimes known) {
        if (!known.changed) {
            return;
        }
        known.changed = false;
        int all = known.inside + known.beyond;
        if (known.beyond > MOSTLY * all) {
            double mean = known.beyondMs / known.beyond;
            known.fromMs = mean * (1 - LONG_MARGIN);
            known.untilMs = mean * (1 + LONG_MARGIN);
        } else if (known.inside > 0 && variation(known) >= REPRESENTATIVE_VARIATION) {
            known.fromMs = percentile(known, HEAD) * binMs * (1 - MARGIN);
            known.untilMs = (percentile(known, TAIL) + 1) * binMs * (1 + MARGIN);
        } else {
            known.fromMs = 0;
            known.untilMs = BINS * binMs;
        }
    }

    /** The bin that a share of the idle times inside the histogram does not exceed. */
    private static int percentile(IdleTimes known, double share) {
        int bin = 0;
        for (int seen = known.counts[0]; seen < share * known.inside; seen += known.counts[bin]) {
            bin++;
        }
        return bin;
    }

    /** Coefficient of variation of the bins' counts. */
    private static double variation(IdleTimes known) {
        double mean = (double) known.inside / BINS;
        double squares =
                Arrays.stream(known.counts).mapToDouble(c -> (c - mean) * (c - mean)).sum();
        return Math.sqrt(squares / BINS) / mean;
    }

    /** P(request in a window from now), as far as the histogram tells, per byte. */
    private double value(int entity, long nowMs) {
        IdleTimes known = idleTimes[entity];
        if (known == null) {
            return 0;
        }
        int from = (int) ((nowMs - known.lastMs) / binMs);
        int inside = known.from[Math.min(from, BINS)];
        int due = inside - known.from[(int) Math.min(Math.ceil(from + windowBins), BINS)];
        int later = known.beyond + inside;
        return (due + 0.5) / (later + 1.0 + from) / chains.neededBytes(entity);
    }
}
