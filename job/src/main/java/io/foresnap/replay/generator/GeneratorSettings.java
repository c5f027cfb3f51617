package io.foresnap.replay.generator;

import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is generated.
 *
 * @param seed the same settings and seed give the same trace
 * @param startMs when it begins, epoch milliseconds; a multiple of the window
 * @param span how long it goes on
 * @param windowMs prediction interval and window of the hazards, milliseconds
 * @param zone time zone of the habits that follow clocks on walls
 * @param tables how many tables of each kind
 */
public record GeneratorSettings(
        long seed,
        long startMs,
        Duration span,
        long windowMs,
        ZoneId zone,
        Map<HabitKind, Integer> tables) {

    public GeneratorSettings {
        if (windowMs <= 0) {
            throw new IllegalArgumentException(
                    "the prediction interval must be positive, but is " + windowMs + " ms");
        }
        if (span.toMillis() < windowMs) {
            throw new IllegalArgumentException(
                    "the trace must be at least one prediction interval long, but is " + span);
        }
        startMs = Math.floorDiv(startMs, windowMs) * windowMs;
        tables = Map.copyOf(tables);
    }

    /** End of the trace, epoch milliseconds, exclusive; whole windows. */
    public long endMs() {
        return startMs + span.toMillis() / windowMs * windowMs;
    }

    /** Number of tables of a kind. */
    public int tables(HabitKind kind) {
        return tables.getOrDefault(kind, 0);
    }

    /** A time within the trace: 0 its beginning, 1 its end. */
    long at(double share) {
        return startMs + (long) (share * (endMs() - startMs));
    }

    /** How many tables of each kind unless told otherwise. */
    public static Map<HabitKind, Integer> usualTables() {
        Map<HabitKind, Integer> tables = new EnumMap<>(HabitKind.class);
        tables.put(HabitKind.CRON, 48);
        tables.put(HabitKind.SCRIPT, 48);
        tables.put(HabitKind.OFFICE, 30);
        tables.put(HabitKind.BURST, 30);
        tables.put(HabitKind.RARE, 40);
        tables.put(HabitKind.DRIFT, 30);
        tables.put(HabitKind.NEW, 16);
        return tables;
    }
}
