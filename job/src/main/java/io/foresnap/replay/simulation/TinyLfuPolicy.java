package io.foresnap.replay.simulation;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * W-TinyLFU (Einziger, Friedman, Manes: "TinyLFU: A Highly Efficient Cache Admission Policy", ACM
 * ToS 2017) in the form that Caffeine gives it: a window, a main part of two segments, the
 * protected one of 80 %, admission by frequency with periodic halving. Caffeine itself breaks some
 * ties at random, and no two runs would be equal; frequencies are exact here, and the size of the
 * window, which Caffeine adapts, is a parameter. Prefetches nothing.
 *
 * <p>An entry is all that is held of an entity: single files would leave one by one, and hardly a
 * request would find all of them.
 */
final class TinyLfuPolicy implements Policy, Cache {

    private static final double PROTECTED = 0.8;
    private static final int HIGHEST = 15;
    private static final int SAMPLES_PER_ENTRY = 10;

    private final Holdings holdings;
    private final long windowBytes;
    private final long protectedBytes;
    private final byte[] frequencies;
    private final LinkedHashSet<Integer> fresh = new LinkedHashSet<>();
    private final LinkedHashSet<Integer> probation = new LinkedHashSet<>();
    private final LinkedHashSet<Integer> guarded = new LinkedHashSet<>();
    private int samples;

    /**
     * @param window share of the capacity for what is new
     */
    TinyLfuPolicy(Scenario scenario, Holdings holdings, double window) {
        this.holdings = holdings;
        this.windowBytes = (long) (holdings.capacity() * window);
        this.protectedBytes = (long) ((holdings.capacity() - windowBytes) * PROTECTED);
        this.frequencies = new byte[scenario.entities()];
    }

    @Override
    public Cache cache() {
        return this;
    }

    @Override
    public void read(int entity, long nowMs) {
        holdings.read(entity);
        count(entity);
        if (fresh.remove(entity)) {
            fresh.add(entity);
        } else if (guarded.remove(entity) || probation.remove(entity)) {
            guarded.add(entity);
            while (bytes(guarded) > protectedBytes && guarded.size() > 1) {
                probation.add(takeOldest(guarded));
            }
        }
    }

    private void count(int entity) {
        frequencies[entity] = (byte) Math.min(HIGHEST, frequencies[entity] + 1);
        if (++samples >= SAMPLES_PER_ENTRY * Math.max(1, holdings.size())) {
            samples /= 2;
            for (int e = 0; e < frequencies.length; e++) {
                frequencies[e] /= 2;
            }
        }
    }

    @Override
    public void fill(int entity, long nowMicros) {
        int needed = holdings.chains().files(entity);
        boolean known = holdings.files(entity) > 0;
        for (int file = holdings.missing(entity, 0); file < needed; ) {
            holdings.add(entity, file, false, nowMicros);
            file = holdings.missing(entity, file + 1);
        }
        if (!known) {
            fresh.add(entity);
        }
        evict(nowMicros);
    }

    private void evict(long nowMicros) {
        while (bytes(fresh) > windowBytes && !fresh.isEmpty()) {
            int candidate = takeOldest(fresh);
            probation.add(candidate);
            while (holdings.bytes() > holdings.capacity() && probation.contains(candidate)) {
                remove(loser(candidate), nowMicros);
            }
        }
        while (holdings.bytes() > holdings.capacity()) {
            remove(oldestBut(-1), nowMicros);
        }
    }

    /** The candidate, unless it is asked for more often than who has to leave for it. */
    private int loser(int candidate) {
        int victim = oldestBut(candidate);
        return victim >= 0 && frequencies[candidate] > frequencies[victim] ? victim : candidate;
    }

    private int oldestBut(int candidate) {
        for (LinkedHashSet<Integer> segment : List.of(probation, guarded, fresh)) {
            for (int entity : segment) {
                if (entity != candidate) {
                    return entity;
                }
            }
        }
        return candidate;
    }

    private static int takeOldest(LinkedHashSet<Integer> segment) {
        Iterator<Integer> oldest = segment.iterator();
        int entity = oldest.next();
        oldest.remove();
        return entity;
    }

    private long bytes(LinkedHashSet<Integer> segment) {
        return segment.stream().mapToLong(holdings::bytes).sum();
    }

    private void remove(int entity, long nowMicros) {
        forget(entity);
        holdings.removeAll(entity, nowMicros);
    }

    private void forget(int entity) {
        fresh.remove(entity);
        probation.remove(entity);
        guarded.remove(entity);
    }

    @Override
    public boolean admits(int entity, int file, long nowMs) {
        return false;
    }

    @Override
    public void put(int entity, int file, long nowMicros) {
        throw new IllegalStateException("nothing is prefetched");
    }

    @Override
    public void drop(int entity, long nowMicros) {
        remove(entity, nowMicros);
    }
}
