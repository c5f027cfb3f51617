package io.foresnap.replay.predict;

import io.foresnap.local.demo.workload.TraceReader;
import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Entity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads predictions that something else made: CSV, plain or gzip, with the header {@code
 * tick_ms,table,partition,p}, one line for every scored tick and entity. Lines about ticks that are
 * not scored are passed over.
 */
public final class ForeignPredictions {

    /** The header of such a file. */
    public static final String HEADER = "tick_ms,table,partition,p";

    private static final int FIELDS = 4;

    private final Path file;
    private final Outcomes outcomes;
    private final List<Entity> entities;
    private final Map<Entity, Integer> numbers = new HashMap<>();
    private final Probabilities probabilities;
    private int line = 1;

    private ForeignPredictions(Path file, Trace trace, Outcomes outcomes) {
        this.file = file;
        this.outcomes = outcomes;
        this.entities = trace.entities();
        for (int i = 0; i < entities.size(); i++) {
            numbers.put(entities.get(i), i);
        }
        this.probabilities = new Probabilities(outcomes.grid().ticks(), entities.size());
    }

    /**
     * Reads a file.
     *
     * @throws IOException naming file and line of what is wrong, or the first prediction that is
     *     missing
     */
    public static Predicted read(String name, Path file, Trace trace, Outcomes outcomes)
            throws IOException {
        ForeignPredictions reader = new ForeignPredictions(file, trace, outcomes);
        try (BufferedReader lines = TraceReader.text(file)) {
            String header = lines.readLine();
            if (header == null || !header.strip().equals(HEADER)) {
                throw new IOException(file + ": the header must be " + HEADER);
            }
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                reader.line++;
                if (!text.isBlank()) {
                    reader.take(text.split(",", -1));
                }
            }
        }
        reader.checkComplete();
        return new Predicted(name, reader.probabilities, Predicted.Cost.NONE);
    }

    private void take(String[] fields) throws IOException {
        if (fields.length != FIELDS) {
            throw bad("has %d fields instead of %d".formatted(fields.length, FIELDS));
        }
        TickGrid grid = outcomes.grid();
        long tickMs = number(fields[0]);
        int tick = grid.tickAt(tickMs);
        if (tick < grid.firstScored() || tick >= grid.ticks()) {
            return;
        }
        if (grid.timeMs(tick) != tickMs) {
            throw bad("is about " + tickMs + ", which is no prediction tick");
        }
        Integer entity = numbers.get(new Entity(fields[1], fields[2]));
        if (entity == null || entity >= outcomes.known(tick)) {
            throw bad("is about a partition that had no request before its tick");
        }
        probabilities.set(tick, entity, probability(fields[3]));
    }

    private long number(String field) throws IOException {
        try {
            return Long.parseLong(field);
        } catch (NumberFormatException ignored) {
            throw bad("has a tick_ms that is no number: '" + field + "'");
        }
    }

    private double probability(String field) throws IOException {
        try {
            double p = Double.parseDouble(field);
            if (p >= 0 && p <= 1) {
                return p;
            }
        } catch (NumberFormatException ignored) {
            // Said below.
        }
        throw bad("has a p that is no probability: '" + field + "'");
    }

    private void checkComplete() throws IOException {
        TickGrid grid = outcomes.grid();
        for (int tick = grid.firstScored(); tick < grid.ticks(); tick++) {
            for (int entity = 0; entity < outcomes.known(tick); entity++) {
                if (Double.isNaN(probabilities.get(tick, entity))) {
                    Entity missing = entities.get(entity);
                    throw new IOException(
                            "%s: has no prediction for tick %d of %s,%s"
                                    .formatted(
                                            file,
                                            grid.timeMs(tick),
                                            missing.table(),
                                            missing.partition()));
                }
            }
        }
    }

    private IOException bad(String what) {
        return new IOException("%s: line %d %s".formatted(file, line, what));
    }
}
