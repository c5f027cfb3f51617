package io.foresnap.replay;

import java.util.Arrays;

/**
 * What a model gave each entity at each tick; nothing before the entity's first request.
 *
 * <p>A row a tick, indexed by entity. Rows are shared, not copied.
 */
public final class Probabilities {

    private final float[][] rows;

    /** Room for every tick and entity; nothing is known yet. */
    public Probabilities(int ticks, int entities) {
        rows = new float[ticks][entities];
        for (float[] row : rows) {
            Arrays.fill(row, Float.NaN);
        }
    }

    /** Notes a probability. */
    public void set(int tick, int entity, double probability) {
        rows[tick][entity] = (float) probability;
    }

    /** The probability, or NaN where the entity was not known yet. */
    public double get(int tick, int entity) {
        return rows[tick][entity];
    }

    /** All probabilities of a tick, by entity; NaN where unknown. A view. */
    public float[] row(int tick) {
        return rows[tick];
    }
}
