package io.foresnap.replay.generator;

import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.util.List;

/**
 * A made-up trace with what is known about it.
 *
 * @param trace the requests
 * @param grid its prediction ticks
 * @param hazards the true probability of each tick and entity; NaN before an entity's first request
 * @param kinds by entity: its habit
 * @param changes by entity: when its schedule changes, epoch milliseconds; {@link #NEVER} mostly
 */
public record GeneratedTrace(
        Trace trace,
        TickGrid grid,
        Probabilities hazards,
        List<HabitKind> kinds,
        List<Long> changes) {

    /** The time of a change that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    public GeneratedTrace {
        kinds = List.copyOf(kinds);
        changes = List.copyOf(changes);
    }
}
