package io.foresnap.decisions;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One line of the record. What a kind does not use is 0 or empty, and is not written.
 *
 * @param kind what it tells
 * @param timeMs the tick it belongs to, or when a request came, epoch milliseconds
 * @param endMs end of the window it is about, exclusive
 * @param table table id
 * @param partition partition number
 * @param probability of a request in the window
 * @param value what the list is ordered by
 * @param place place in the list, or among all predictions, from 0
 * @param round refresh of the list, from 0
 * @param origin where a task comes from
 * @param word the guard's verdict, or what became of the task
 * @param files files fetched, or found in the cache
 * @param neededFiles files that the request needed
 * @param bytes size of what was fetched, in durable storage
 * @param reason why it failed
 * @param tick the whole list's figures
 */
public record DecisionEvent(
        Kind kind,
        @JsonProperty("t") long timeMs,
        @JsonProperty("end") long endMs,
        String table,
        int partition,
        @JsonProperty("p") double probability,
        double value,
        int place,
        int round,
        @Nullable Origin origin,
        String word,
        int files,
        @JsonProperty("needed") int neededFiles,
        long bytes,
        @Nullable String reason,
        @Nullable TickFigures tick) {

    /** What a line tells. */
    public enum Kind {
        /** A probability; goes into {@link #TICK} and {@link #UNLISTED}. */
        PREDICTED,
        /** A tick's list as a whole. */
        TICK,
        /** A prediction near the list, but not in it. */
        UNLISTED,
        /** A prefetch task and the guard's verdict on it. */
        TASK,
        /** What the workers did. */
        REPORT,
        /** A request was served. */
        SERVED
    }

    /** Where a prefetch task comes from. */
    public enum Origin {
        /** The list of a tick. */
        LIST,
        /** A request that this one usually follows. */
        SUCCESSION,
        /** A pin or a warm-up. */
        ORDER
    }

    /**
     * The list of a tick as a whole.
     *
     * @param predicted how many predictions there were
     * @param recorded how many of them are on record, the best
     * @param listed entries of the list
     * @param capacity most entries it may have
     * @param threshold predictions below it are never listed
     * @param lowestProbability the smallest of the list; 0 when it is empty
     * @param lowestValue the same of the values
     */
    public record TickFigures(
            long predicted,
            int recorded,
            int listed,
            int capacity,
            double threshold,
            double lowestProbability,
            double lowestValue) {}

    // What is not written comes back as null.
    @SuppressWarnings("ConstantValue")
    public DecisionEvent {
        table = table == null ? "" : table;
        word = word == null ? "" : word;
    }

    static DecisionEvent predicted(
            String table,
            int partition,
            long tickMs,
            long endMs,
            double probability,
            double value) {
        return ofPartition(Kind.PREDICTED, table, partition, tickMs, endMs, probability, value, 0);
    }

    @SuppressWarnings("TooManyParameters")
    private static DecisionEvent ofPartition(
            Kind kind,
            String table,
            int partition,
            long tickMs,
            long endMs,
            double probability,
            double value,
            int place) {
        return new DecisionEvent(
                kind,
                tickMs,
                endMs,
                table,
                partition,
                probability,
                value,
                place,
                0,
                null,
                "",
                0,
                0,
                0,
                null,
                null);
    }

    /** A prediction as one that was not listed. */
    DecisionEvent unlisted(int at) {
        return ofPartition(Kind.UNLISTED, table, partition, timeMs, endMs, probability, value, at);
    }

    static DecisionEvent ofTick(long tickMs, long endMs, TickFigures figures) {
        return new DecisionEvent(
                Kind.TICK, tickMs, endMs, "", 0, 0, 0, 0, 0, null, "", 0, 0, 0, null, figures);
    }

    /** Whether it is about this partition. */
    boolean isOf(String otherTable, int otherPartition) {
        return partition == otherPartition && table.equals(otherTable);
    }
}
