package io.foresnap.decisions;

import io.foresnap.decisions.DecisionEvent.Kind;
import io.foresnap.decisions.DecisionEvent.Origin;
import io.foresnap.event.TargetTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Answers from the record why a partition was, or was not, prefetched at a time. */
public final class Explainer {

    private static final int NAMES_SHOWN = 10;

    private final DecisionRecord record;

    /**
     * @param record must not be empty
     */
    public Explainer(DecisionRecord record) {
        this.record = record;
    }

    /**
     * Explains one partition of a table, or all that are on record.
     *
     * @param partition which one; all when empty
     * @param atMs epoch milliseconds of the job's clock
     * @throws IllegalArgumentException when the record does not tell, with the reason
     */
    public List<Explanation> explain(String table, Optional<Integer> partition, long atMs)
            throws IOException {
        DecisionEvent tick = tickAt(atMs);
        long windowMs = tick.endMs() - tick.timeMs();
        List<DecisionEvent> events = new ArrayList<>();
        record.read(
                tick.timeMs() - windowMs,
                tick.endMs(),
                event -> {
                    if (event.table().equals(table) && concerns(event, tick, atMs)) {
                        events.add(event);
                    }
                });
        TreeSet<Integer> partitions = new TreeSet<>();
        partition.ifPresentOrElse(
                partitions::add, () -> events.forEach(e -> partitions.add(e.partition())));
        if (events.isEmpty()) {
            known(table, partition, partitions);
        }
        long lastMs = record.range().orElseThrow().lastMs();
        return partitions.stream()
                .map(number -> explanation(table, number, atMs, tick, events, lastMs))
                .toList();
    }

    private static Explanation explanation(
            String table,
            int partition,
            long atMs,
            DecisionEvent tick,
            List<DecisionEvent> events,
            long lastMs) {
        // After a failure what came since the last checkpoint is recorded once more.
        List<DecisionEvent> own =
                events.stream().filter(e -> e.isOf(table, partition)).distinct().toList();
        return new Explanation(table, partition, atMs, tick, own, lastMs);
    }

    /** The newest list made until then. */
    private DecisionEvent tickAt(long atMs) throws IOException {
        DecisionRecord.Range range =
                record.range()
                        .orElseThrow(
                                () -> new IllegalArgumentException("there is nothing on record"));
        List<DecisionEvent> newest = new ArrayList<>();
        record.read(
                range.firstMs(),
                atMs,
                event -> {
                    if (event.kind() == Kind.TICK
                            && event.timeMs() <= atMs
                            && (newest.isEmpty() || event.timeMs() >= newest.get(0).timeMs())) {
                        newest.clear();
                        newest.add(event);
                    }
                });
        if (newest.isEmpty() || atMs >= newest.get(0).endMs()) {
            throw new IllegalArgumentException(
                    "no list was in force at %s: the record reaches from %s to %s"
                            .formatted(
                                    TargetTimes.format(atMs),
                                    TargetTimes.format(range.firstMs()),
                                    TargetTimes.format(range.lastMs())));
        }
        return newest.get(0);
    }

    /** Whether an event has to do with a tick's list, or with an urgent task of that time. */
    private static boolean concerns(DecisionEvent event, DecisionEvent tick, long atMs) {
        return switch (event.kind()) {
            case UNLISTED -> event.timeMs() == tick.timeMs();
            case TASK ->
                    event.origin() == Origin.LIST
                            ? event.timeMs() == tick.timeMs()
                            : event.timeMs() <= atMs && event.endMs() > atMs;
            case REPORT -> event.timeMs() < tick.endMs();
            case SERVED -> event.timeMs() >= tick.timeMs() && event.timeMs() < tick.endMs();
            case PREDICTED, TICK -> false;
        };
    }

    /** Nothing of this time is about it: whether there is such a table at all. */
    private void known(String table, Optional<Integer> partition, TreeSet<Integer> partitions)
            throws IOException {
        TreeSet<String> tables = new TreeSet<>();
        record.read(
                0,
                Long.MAX_VALUE,
                event -> {
                    tables.add(event.table());
                    if (event.table().equals(table) && partition.isEmpty()) {
                        partitions.add(event.partition());
                    }
                });
        tables.remove("");
        if (!tables.contains(table)) {
            throw new IllegalArgumentException(
                    "table "
                            + table
                            + " is not on record; there are "
                            + tables.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                            + (tables.size() > NAMES_SHOWN
                                    ? " and " + (tables.size() - NAMES_SHOWN) + " more"
                                    : ""));
        }
    }
}
