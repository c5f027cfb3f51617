package io.foresnap.replay.simulation;

import java.util.BitSet;

/** The files a cache holds, and which of them were prefetched and not read so far. */
final class Holdings {

    private final Layout layout;
    private final Chains chains;
    private final long capacity;
    private final Tally tally;
    private final BitSet[] held;
    private final BitSet[] unread;
    private final long[][] broughtMicros;
    private final int[] members;
    private final int[] places;
    private int size;
    private long bytes;
    private long wastedBytes;

    Holdings(Layout layout, Chains chains, long capacity, Tally tally) {
        this.layout = layout;
        this.chains = chains;
        this.capacity = capacity;
        this.tally = tally;
        int entities = layout.entities();
        held = new BitSet[entities];
        unread = new BitSet[entities];
        broughtMicros = new long[entities][];
        members = new int[entities];
        places = new int[entities];
        for (int e = 0; e < entities; e++) {
            held[e] = new BitSet();
            unread[e] = new BitSet();
            broughtMicros[e] = new long[0];
        }
    }

    int entities() {
        return held.length;
    }

    /** Which files there are now. */
    Chains chains() {
        return chains;
    }

    /** Whether files of an entity are missing that a request would need. */
    boolean isPartial(int entity) {
        return files(entity) < chains.files(entity);
    }

    long capacity() {
        return capacity;
    }

    /** Bytes held of all entities. */
    long bytes() {
        return bytes;
    }

    /** Bytes that prefetches brought and that left unread, so far. */
    long wastedBytes() {
        return wastedBytes;
    }

    /** Bytes held of an entity. */
    long bytes(int entity) {
        BitSet files = held[entity];
        int segments = files.cardinality() - (files.get(0) ? 1 : 0);
        return (files.get(0) ? layout.fileBytes(0) : 0) + segments * layout.fileBytes(1);
    }

    /** How many files of an entity are held. */
    int files(int entity) {
        return held[entity].cardinality();
    }

    boolean holds(int entity, int file) {
        return held[entity].get(file);
    }

    /** The first file from one on that is not held. */
    int missing(int entity, int from) {
        return held[entity].nextClearBit(from);
    }

    /** The highest number of a file held; -1 when nothing is. */
    int newest(int entity) {
        return held[entity].length() - 1;
    }

    /** Whether part of what is held was prefetched and not read since. */
    boolean hasUnread(int entity) {
        return !unread[entity].isEmpty();
    }

    /** How many entities something is held of. */
    int size() {
        return size;
    }

    /** The entities something is held of, in no particular order; index below {@link #size()}. */
    int member(int index) {
        return members[index];
    }

    void add(int entity, int file, boolean prefetched, long nowMicros) {
        if (held[entity].isEmpty()) {
            places[entity] = size;
            members[size++] = entity;
        }
        held[entity].set(file);
        bytes += layout.fileBytes(file);
        if (prefetched) {
            unread[entity].set(file);
            if (broughtMicros[entity].length == 0) {
                broughtMicros[entity] = new long[layout.mostFiles()];
            }
            broughtMicros[entity][file] = nowMicros;
        }
    }

    void remove(int entity, int file, long nowMicros) {
        held[entity].clear(file);
        bytes -= layout.fileBytes(file);
        if (unread[entity].get(file)) {
            unread[entity].clear(file);
            wastedBytes += layout.fileBytes(file);
            tally.unused(broughtMicros[entity][file], nowMicros, layout.fileBytes(file));
        }
        if (held[entity].isEmpty()) {
            int last = members[--size];
            members[places[entity]] = last;
            places[last] = places[entity];
        }
    }

    void removeAll(int entity, long nowMicros) {
        for (int file = held[entity].nextSetBit(0); file >= 0; ) {
            remove(entity, file, nowMicros);
            file = held[entity].nextSetBit(file + 1);
        }
    }

    /** A request reads all that is held of an entity. */
    void read(int entity) {
        BitSet files = unread[entity];
        if (files.isEmpty()) {
            return;
        }
        for (int file = files.nextSetBit(0); file >= 0; file = files.nextSetBit(file + 1)) {
            tally.used(broughtMicros[entity][file], layout.fileBytes(file));
        }
        files.clear();
    }

    /** The trace ends: what was never read was in vain. */
    void end(long nowMicros) {
        while (size > 0) {
            removeAll(members[size - 1], nowMicros);
        }
    }
}
