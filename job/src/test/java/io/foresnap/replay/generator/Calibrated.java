package io.foresnap.replay.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.replay.Trace.Request;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what happened with the true hazards. Given the past, each outcome is a coin of a known
 * probability, so within any set of predictions that is chosen by the past the number of events is
 * asymptotically normal around the sum of the probabilities.
 */
final class Calibrated {

    private static final double MOST_DEVIATIONS = 4;

    /** Predictions of like probability. */
    private static final class Bin {
        private double expected;
        private double variance;
        private double happened;
        private long count;
    }

    private Calibrated() {}

    /** Asserts it bin by bin, in bins of log-odds, and for all together. */
    static void assertCalibrated(GeneratedTrace trace) {
        Map<String, Bin> bins = new TreeMap<>();
        Set<Long> requested = requested(trace);
        for (int tick = 0; tick < trace.grid().ticks(); tick++) {
            for (int entity = 0; entity < trace.kinds().size(); entity++) {
                double p = trace.hazards().get(tick, entity);
                // A table's further partitions are asked for together with its first.
                boolean first = trace.trace().entities().get(entity).number() == 0;
                if (!Double.isNaN(p) && first) {
                    boolean happened = requested.contains(key(tick, entity));
                    add(bins.computeIfAbsent("all", b -> new Bin()), p, happened);
                    add(bins.computeIfAbsent(name(p), b -> new Bin()), p, happened);
                }
            }
        }
        bins.forEach(Calibrated::check);
    }

    private static void check(String name, Bin bin) {
        double deviations = (bin.happened - bin.expected) / Math.sqrt(bin.variance + 1e-3);
        // Few events are not normal; their bins only must not be surprising.
        double allowed = bin.expected < 5 ? 2 * MOST_DEVIATIONS : MOST_DEVIATIONS;
        assertThat(Math.abs(deviations))
                .as(
                        "%s: %d predictions, %.2f expected, %.0f happened",
                        name, bin.count, bin.expected, bin.happened)
                .isLessThan(allowed);
    }

    private static void add(Bin bin, double p, boolean happened) {
        bin.expected += p;
        bin.variance += p * (1 - p);
        bin.happened += happened ? 1 : 0;
        bin.count++;
    }

    private static String name(double p) {
        double odds = Math.log(Math.max(p, 1e-7) / Math.max(1 - p, 1e-7));
        return "log-odds about " + Math.round(odds);
    }

    private static Set<Long> requested(GeneratedTrace trace) {
        Set<Long> requested = new HashSet<>();
        for (Request request : trace.trace().requests()) {
            requested.add(key(trace.grid().tickAt(request.timeMs()), request.entity()));
        }
        return requested;
    }

    private static long key(int tick, int entity) {
        return ((long) tick << 32) + entity;
    }
}
