package io.foresnap.decisions;

import io.foresnap.decisions.DecisionEvent.Origin;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Chooses what is recorded. Events of a tick come by several ways, so a tick stays open until a
 * prediction of the second next one comes; then its figures and what was near its list are written.
 * A checkpoint writes the figures so far; of several, the last ones count. What a refresh of the
 * list only repeats is left out.
 */
final class DecisionLog {

    /** Predictions on record for each place in the list. */
    private static final int TIMES_CAPACITY = 3;

    private static final int LEAST_RECORDED = 100;
    private static final int MOST_RECORDED = 10_000;
    private static final int OPEN_TICKS = 2;

    private final int capacity;
    private final double threshold;
    private final Consumer<DecisionEvent> out;
    private final TreeMap<Long, OpenTick> open = new TreeMap<>();
    private long finishedMs = Long.MIN_VALUE;

    /**
     * @param capacity most entries of a list
     * @param threshold predictions below it are never listed
     * @param out takes the lines
     */
    DecisionLog(int capacity, double threshold, Consumer<DecisionEvent> out) {
        this.capacity = capacity;
        this.threshold = threshold;
        this.out = out;
    }

    /** Takes an event. */
    void add(DecisionEvent event) {
        switch (event.kind()) {
            case PREDICTED -> predicted(event);
            case TASK -> task(event);
            case REPORT -> report(event);
            case SERVED -> served(event);
            default -> out.accept(event);
        }
    }

    private void predicted(DecisionEvent event) {
        if (event.timeMs() > finishedMs) {
            tick(event).predicted(event);
        }
        while (open.size() > OPEN_TICKS) {
            finishOldest();
        }
    }

    private void task(DecisionEvent event) {
        boolean isNews = true;
        if (event.origin() == Origin.LIST && event.timeMs() > finishedMs) {
            isNews = tick(event).judged(event);
        }
        if (isNews) {
            out.accept(event);
        }
    }

    private void report(DecisionEvent event) {
        if (event.round() == 0 || !event.word().equals("CACHED")) {
            out.accept(event);
        }
    }

    // A request may say that it was made long ago: then no list on record was about it.
    private void served(DecisionEvent event) {
        if (!open.isEmpty() && event.timeMs() >= open.firstKey()) {
            out.accept(event);
        }
    }

    private OpenTick tick(DecisionEvent event) {
        return open.computeIfAbsent(
                event.timeMs(), tickMs -> new OpenTick(tickMs, event.endMs(), recorded()));
    }

    private int recorded() {
        long wanted = Math.max(LEAST_RECORDED, (long) TIMES_CAPACITY * capacity);
        return (int) Math.min(MOST_RECORDED, wanted);
    }

    private void finishOldest() {
        Map.Entry<Long, OpenTick> oldest = open.pollFirstEntry();
        if (oldest != null) {
            finishedMs = oldest.getKey();
            oldest.getValue().finish(capacity, threshold, out);
        }
    }

    /** Writes what is known of what is open, in case nothing can be written later. */
    void checkpoint() {
        open.values().forEach(tick -> tick.soFar(capacity, threshold, out));
    }

    /** Writes what is open. */
    void finish() {
        while (!open.isEmpty()) {
            finishOldest();
        }
    }
}
