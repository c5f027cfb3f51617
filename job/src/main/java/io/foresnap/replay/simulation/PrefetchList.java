package io.foresnap.replay.simulation;

import java.util.Arrays;
import java.util.BitSet;

/** The list of the newest tick, and who on it may still have files to fetch. */
final class PrefetchList {

    private static final int NOT_LISTED = -1;

    private final int[] ranks;
    private final BitSet open = new BitSet();
    private int[] listed = {};

    PrefetchList(int entities) {
        ranks = new int[entities];
        Arrays.fill(ranks, NOT_LISTED);
    }

    /** Takes the place of the list before it. */
    void replace(int[] entities, int capacity) {
        for (int entity : listed) {
            ranks[entity] = NOT_LISTED;
        }
        listed = Arrays.copyOf(entities, Math.min(capacity, entities.length));
        for (int rank = 0; rank < listed.length; rank++) {
            ranks[listed[rank]] = rank;
        }
        open.clear();
        open.set(0, listed.length);
    }

    /** A listed entity has a file more. */
    void reopen(int entity) {
        if (ranks[entity] != NOT_LISTED) {
            open.set(ranks[entity]);
        }
    }

    /** Nothing more to do for an entity until it is opened again. */
    void finish(int entity) {
        open.clear(ranks[entity]);
    }

    /** The best that is open; -1 when there is none. */
    int best() {
        int rank = open.nextSetBit(0);
        return rank < 0 ? -1 : listed[rank];
    }
}
