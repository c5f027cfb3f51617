package io.foresnap.retention;

/**
 * A file that goes.
 *
 * @param path its whole path
 * @param bytes its size
 * @param reason why, in plain words
 * @param state how far it is
 */
public record Removal(String path, long bytes, String reason, State state) {

    /** How far a removal is. */
    public enum State {
        /** Would go; nothing was done. */
        PLANNED,
        /** Retired too short a time ago. */
        RETIRED,
        /** Retired, but somebody may still read it. */
        HELD,
        /** Has gone. */
        REMOVED
    }

    Removal in(State other) {
        return new Removal(path, bytes, reason, other);
    }
}
