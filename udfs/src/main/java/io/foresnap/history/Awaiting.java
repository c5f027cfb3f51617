package io.foresnap.history;

/**
 * A feature vector whose window has not closed yet.
 *
 * @param tickMs the tick it was made at, epoch milliseconds: where its window begins
 * @param windowMs length of the window, milliseconds
 * @param values the features
 * @param steps the newest accesses as the steps of a sequence
 * @param accesses how many accesses there had been in order
 * @param hit whether an access fell into the window so far
 * @param chance that this vector had of being kept; an earlier version kept them all and wrote none
 */
@SuppressWarnings("ArrayRecordComponent") // Compact state; never compared as a value.
public record Awaiting(
        long tickMs,
        long windowMs,
        float[] values,
        byte[] steps,
        long accesses,
        boolean hit,
        float chance) {

    @Override
    public float chance() {
        return chance > 0 ? chance : 1;
    }

    /** Whether the window has closed at a time. */
    public boolean closedAt(long timeMs) {
        return timeMs >= tickMs + windowMs;
    }

    Awaiting seeing(Access access) {
        boolean inside = access.timeMs() >= tickMs && access.timeMs() < tickMs + windowMs;
        return inside && !hit
                ? new Awaiting(tickMs, windowMs, values, steps, accesses, true, chance)
                : this;
    }
}
