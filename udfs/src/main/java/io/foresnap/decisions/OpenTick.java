package io.foresnap.decisions;

import io.foresnap.decisions.DecisionEvent.TickFigures;
import io.foresnap.event.TablePartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** What is known of a tick until its figures are written. */
final class OpenTick {

    /** The order of the list. */
    private static final Comparator<DecisionEvent> BEST_FIRST =
            Comparator.comparingDouble(DecisionEvent::value)
                    .thenComparingDouble(DecisionEvent::probability)
                    .reversed()
                    .thenComparing(DecisionEvent::table)
                    .thenComparingInt(DecisionEvent::partition);

    private final long tickMs;
    private final long endMs;
    private final int most;
    private final PriorityQueue<DecisionEvent> best = new PriorityQueue<>(BEST_FIRST.reversed());
    private final Map<TablePartition, String> verdicts = new HashMap<>();
    private long predicted;
    private double lowestProbability = Double.POSITIVE_INFINITY;
    private double lowestValue = Double.POSITIVE_INFINITY;

    /**
     * @param most predictions on record
     */
    OpenTick(long tickMs, long endMs, int most) {
        this.tickMs = tickMs;
        this.endMs = endMs;
        this.most = most;
    }

    void predicted(DecisionEvent event) {
        predicted++;
        best.add(event);
        if (best.size() > most) {
            best.poll();
        }
    }

    /** Notes an entry of the list; whether its verdict is another than that of the last round. */
    boolean judged(DecisionEvent event) {
        lowestProbability = Math.min(lowestProbability, event.probability());
        lowestValue = Math.min(lowestValue, event.value());
        TablePartition of = new TablePartition(event.table(), event.partition());
        return !event.word().equals(verdicts.put(of, event.word()));
    }

    /** Its figures so far; what was not listed is not on record yet. */
    void soFar(int capacity, double threshold, Consumer<DecisionEvent> out) {
        if (predicted > 0 && !verdicts.isEmpty()) {
            out.accept(figures(0, capacity, threshold));
        }
    }

    private DecisionEvent figures(int recorded, int capacity, double threshold) {
        boolean any = !verdicts.isEmpty();
        return DecisionEvent.ofTick(
                tickMs,
                endMs,
                new TickFigures(
                        predicted,
                        recorded,
                        verdicts.size(),
                        capacity,
                        threshold,
                        any ? lowestProbability : 0,
                        any ? lowestValue : 0));
    }

    void finish(int capacity, double threshold, Consumer<DecisionEvent> out) {
        // Only its refreshes were heard, after a failure: the figures before it are better.
        if (predicted == 0) {
            return;
        }
        out.accept(figures(best.size(), capacity, threshold));
        List<DecisionEvent> inOrder = new ArrayList<>(best);
        inOrder.sort(BEST_FIRST);
        for (int place = 0; place < inOrder.size(); place++) {
            DecisionEvent event = inOrder.get(place);
            if (!verdicts.containsKey(new TablePartition(event.table(), event.partition()))) {
                out.accept(event.unlisted(place));
            }
        }
    }
}
