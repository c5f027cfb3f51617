package io.foresnap.features;

import io.foresnap.event.Tick;
import org.jspecify.annotations.Nullable;

/**
 * What concerns all tables at once: a tick, or that a requester was seen. Exactly one is set.
 *
 * @param tick of the clock
 * @param seen a requester
 */
public record Signal(@Nullable Tick tick, @Nullable RequesterSeen seen) {

    /** A tick. */
    public static Signal of(Tick tick) {
        return new Signal(tick, null);
    }

    /** A requester. */
    public static Signal of(RequesterSeen seen) {
        return new Signal(null, seen);
    }
}
