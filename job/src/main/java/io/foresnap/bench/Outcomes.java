package io.foresnap.bench;

import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Request;
import java.util.BitSet;

/** What happened: which entity was requested in which window. */
final class Outcomes {

    private final BitSet[] windows;
    private final int entities;

    Outcomes(Trace trace, TickGrid grid) {
        entities = trace.entities().size();
        windows = new BitSet[grid.ticks()];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = new BitSet(entities);
        }
        for (Request request : trace.requests()) {
            windows[grid.tickAt(request.timeMs())].set(request.entity());
        }
    }

    int ticks() {
        return windows.length;
    }

    int entities() {
        return entities;
    }

    boolean requested(int tick, int entity) {
        return windows[tick].get(entity);
    }
}
