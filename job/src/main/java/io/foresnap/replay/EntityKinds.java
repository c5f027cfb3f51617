package io.foresnap.replay;

import io.foresnap.replay.Trace.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Tells the kind of every entity from its requests before the first scored tick. */
public final class EntityKinds {

    private static final int FEW = 10;
    private static final double PERIODIC_TOLERANCE = 0.2;
    private static final double PERIODIC_SHARE = 0.8;
    private static final double BURSTY_VARIATION = 2;
    private static final int DIURNAL_DAYS = 3;
    private static final double DIURNAL_DIRECTION = 0.3;
    // exp(-6.9) is one in a thousand.
    private static final double RAYLEIGH = 6.9;
    private static final long HOUR_MS = 3_600_000;
    private static final int HOURS = 24;

    private EntityKinds() {}

    /** The kind of each entity, by its number. */
    public static EntityKind[] of(Trace trace, TickGrid grid) {
        List<List<Long>> times = new ArrayList<>();
        trace.entities().forEach(e -> times.add(new ArrayList<>()));
        long endMs = grid.timeMs(grid.firstScored());
        for (Request request : trace.requests()) {
            if (request.timeMs() < endMs) {
                times.get(request.entity()).add(request.timeMs());
            }
        }
        return times.stream()
                .map(t -> t.stream().mapToLong(Long::longValue).toArray())
                .map(EntityKinds::of)
                .toArray(EntityKind[]::new);
    }

    /** The kind of an entity with requests at these times, in order. */
    static EntityKind of(long[] timesMs) {
        if (timesMs.length < FEW) {
            return EntityKind.RARE;
        }
        double[] gaps = new double[timesMs.length - 1];
        Arrays.setAll(gaps, i -> timesMs[i + 1] - timesMs[i]);
        if (periodic(gaps)) {
            return EntityKind.PERIODIC;
        }
        if (diurnal(timesMs)) {
            return EntityKind.DIURNAL;
        }
        return variation(gaps) > BURSTY_VARIATION ? EntityKind.BURSTY : EntityKind.IRREGULAR;
    }

    private static boolean periodic(double[] gaps) {
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        long near =
                Arrays.stream(gaps)
                        .filter(gap -> Math.abs(gap - median) <= PERIODIC_TOLERANCE * median)
                        .count();
        return median > 0 && near >= PERIODIC_SHARE * gaps.length;
    }

    private static boolean diurnal(long[] timesMs) {
        TreeSet<Long> hours = new TreeSet<>();
        TreeSet<Long> days = new TreeSet<>();
        double x = 0;
        double y = 0;
        for (long timeMs : timesMs) {
            long hour = Math.floorDiv(timeMs, HOUR_MS);
            if (hours.add(hour)) {
                days.add(Math.floorDiv(hour, HOURS));
                double angle = 2 * Math.PI * Math.floorMod(hour, HOURS) / HOURS;
                x += Math.cos(angle);
                y += Math.sin(angle);
            }
        }
        double direction = Math.hypot(x, y) / hours.size();
        return days.size() >= DIURNAL_DAYS
                && direction >= DIURNAL_DIRECTION
                && hours.size() * direction * direction >= RAYLEIGH;
    }

    private static double variation(double[] gaps) {
        double mean = Arrays.stream(gaps).average().orElse(0);
        double variance = Arrays.stream(gaps).map(g -> (g - mean) * (g - mean)).average().orElse(0);
        return mean == 0 ? 0 : Math.sqrt(variance) / mean;
    }
}
