package io.foresnap.local.demo.report;

import io.foresnap.client.ResultMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts results as they come. Thread-safe. */
public final class Scoreboard {

    /** "Lately" means so many of the last acknowledged requests. */
    private static final int RECENT = 200;

    private static final int MOST_REASONS = 10;
    private static final int MICROS_PER_MILLI = 1000;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Map<Outcome, Histogram> latencyMicros = new EnumMap<>(Outcome.class);
    private final Map<Outcome, TimeParts> timeParts = new EnumMap<>(Outcome.class);
    private final Map<String, Counts> byKind = new TreeMap<>();
    private final Deque<Outcome> recent = new ArrayDeque<>();
    private final List<String> reasons = new ArrayList<>();
    private long acknowledged;
    private long rejected;
    private long failed;
    private long neededBytes;
    private long cachedBytes;

    /**
     * Acknowledged requests of a kind of table.
     *
     * @param hits served wholly from the cache
     */
    public record Counts(long acknowledged, long hits) {
        private Counts plus(Outcome outcome) {
            return new Counts(acknowledged + 1, hits + (outcome == Outcome.HIT ? 1 : 0));
        }
    }

    /** Everything counted so far. */
    public record Totals(
            long acknowledged,
            long rejected,
            long failed,
            long hits,
            long neededBytes,
            long cachedBytes,
            double recentHitShare) {

        /** Requests that got an answer, or got none in time. */
        public long answered() {
            return acknowledged + rejected + failed;
        }

        /** Share of the acknowledged requests that were served wholly from the cache. */
        public double hitShare() {
            return acknowledged == 0 ? 0 : (double) hits / acknowledged;
        }

        /** Share of the bytes needed that came from the cache. */
        public double byteHitRatio() {
            return neededBytes == 0 ? 0 : (double) cachedBytes / neededBytes;
        }
    }

    /** An empty board. */
    public Scoreboard() {
        for (Outcome outcome : Outcome.values()) {
            latencyMicros.put(outcome, new Histogram(SIGNIFICANT_DIGITS));
            timeParts.put(outcome, TimeParts.NONE);
        }
    }

    /**
     * Counts a result.
     *
     * @param kind kind of the table asked for
     */
    public synchronized void count(ResultMessage result, String kind) {
        switch (result.status()) {
            case "ACKNOWLEDGED" -> countAcknowledged(result, kind);
            case "REJECTED" -> rejected++;
            default -> failed++;
        }
        if (!result.acknowledged() && reasons.size() < MOST_REASONS) {
            reasons.add(
                    "%s %s of %s: %s"
                            .formatted(
                                    result.status().toLowerCase(Locale.ROOT),
                                    result.requestId(),
                                    result.table(),
                                    result.reason()));
        }
    }

    /** Why the first of the requests that were rejected or failed were. */
    public synchronized List<String> reasons() {
        return List.copyOf(reasons);
    }

    private void countAcknowledged(ResultMessage result, String kind) {
        Outcome outcome = Outcome.of(result);
        acknowledged++;
        neededBytes += result.neededBytes();
        cachedBytes += result.cachedBytes();
        byKind.put(kind, byKind.getOrDefault(kind, new Counts(0, 0)).plus(outcome));
        histogram(outcome)
                .recordValue(Math.max(0, Math.round(result.totalMillis() * MICROS_PER_MILLI)));
        timeParts.computeIfPresent(outcome, (o, sum) -> sum.plus(result.latencyMillis()));
        recent.addLast(outcome);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
    }

    /** Counts requests that got no answer in time. */
    public synchronized void countUnanswered(long requests) {
        failed += requests;
    }

    /** Everything counted so far. */
    public synchronized Totals totals() {
        return new Totals(
                acknowledged,
                rejected,
                failed,
                histogram(Outcome.HIT).getTotalCount(),
                neededBytes,
                cachedBytes,
                recent.isEmpty()
                        ? 0
                        : (double) recent.stream().filter(o -> o == Outcome.HIT).count()
                                / recent.size());
    }

    /** Latencies of an outcome so far. */
    public synchronized Latency latency(Outcome outcome) {
        return Latency.of(histogram(outcome));
    }

    /** Latencies so far, by outcome. */
    public synchronized Map<String, Latency> latencies() {
        Map<String, Latency> latencies = new TreeMap<>();
        latencyMicros.forEach(
                (outcome, histogram) ->
                        latencies.put(
                                outcome.name().toLowerCase(Locale.ROOT), Latency.of(histogram)));
        return latencies;
    }

    /** Where the time went on average, by outcome. */
    public synchronized Map<String, TimeParts> meanTimeParts() {
        Map<String, TimeParts> means = new TreeMap<>();
        timeParts.forEach(
                (outcome, sum) -> means.put(outcome.name().toLowerCase(Locale.ROOT), sum.mean()));
        return means;
    }

    /** Counts by kind of table. */
    public synchronized Map<String, Counts> byKind() {
        return new TreeMap<>(byKind);
    }

    private Histogram histogram(Outcome outcome) {
        return Objects.requireNonNull(latencyMicros.get(outcome));
    }
}
