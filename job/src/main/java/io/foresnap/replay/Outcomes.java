package io.foresnap.replay;

import io.foresnap.replay.Trace.Request;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What happened in each window of a trace, and which entities could have been known at each tick:
 * those whose first request came before it. As entities are numbered by their first request, the
 * known ones are those below a number.
 */
public final class Outcomes {

    private final TickGrid grid;
    private final BitSet[] requested;
    private final int[] known;

    /** The outcomes of a trace on its ticks. */
    public Outcomes(Trace trace, TickGrid grid) {
        this.grid = grid;
        this.requested = new BitSet[grid.ticks()];
        this.known = new int[grid.ticks()];
        Arrays.setAll(requested, tick -> new BitSet(trace.entities().size()));
        for (Request request : trace.requests()) {
            int tick = grid.tickAt(request.timeMs());
            requested[tick].set(request.entity());
            // Whoever appears in a window is known from the next tick on.
            if (tick + 1 < known.length) {
                known[tick + 1] = Math.max(known[tick + 1], request.entity() + 1);
            }
        }
        for (int tick = 1; tick < known.length; tick++) {
            known[tick] = Math.max(known[tick], known[tick - 1]);
        }
    }

    /** The ticks that the outcomes are about. */
    public TickGrid grid() {
        return grid;
    }

    /** How many entities had a request before a tick: exactly those numbered below that. */
    public int known(int tick) {
        return known[tick];
    }

    /** Whether an entity had any request in the window that begins at a tick. */
    public boolean requested(int tick, int entity) {
        return requested[tick].get(entity);
    }

    /** How many entities had a request in the window that begins at a tick. */
    public int requestedCount(int tick) {
        return requested[tick].cardinality();
    }

    /** How many predictions are scored. */
    public long scored() {
        long scored = 0;
        for (int tick = grid.firstScored(); tick < grid.ticks(); tick++) {
            scored += known[tick];
        }
        return scored;
    }
}
