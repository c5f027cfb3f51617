package io.foresnap.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The access-pattern history of one partition.
 *
 * <p>Accesses are heard when they arrive and take effect when a tick folds in those that happened
 * before it: what the clock has not reached yet cannot influence a prediction.
 */
public class PartitionHistory {

    /** A snapshot shortens the log, and it grows again: a mean is nearer than the newest value. */
    private static final float FOLLOW_NEEDS = 0.2f;

    public AccessRing ring = new AccessRing();
    public Interarrivals interarrivals = new Interarrivals();
    public Occupancy occupancy = new Occupancy();
    public DayProfile profile = new DayProfile();

    /** Null where an earlier version wrote the history, which had none. */
    public @Nullable WeekProfile week = new WeekProfile();

    public List<Access> pending = new ArrayList<>();
    public long slotMs;
    public long firstMs = Long.MAX_VALUE;
    public long lastMs = Long.MIN_VALUE;
    public long count;

    /** How many of these entered the ring: all but latecomers; 0 from an earlier version on. */
    public long inOrder;

    public @Nullable Awaiting awaiting;

    /** What was made at a later tick, before the window of the other closed. */
    public @Nullable Awaiting awaitingNext;

    public ChangeDetector changes = new ChangeDetector();

    /** Of who asked last. */
    public byte[] requesterGaps = {};

    /** Size and number of the files that a request needs, on a moving average; 0 when unknown. */
    public float neededBytes;

    public float neededFiles;

    /** After so many windows without a change it is time to keep what closing them came to. */
    private static final int MOST_BEHIND = 16;

    /** Notes an access; it waits for the first tick after it. */
    public void hear(Access access) {
        pending.add(access);
    }

    /** Notes what a request needed: size of its files in durable storage, and how many. */
    public void needed(long bytes, int files) {
        float follow = neededFiles > 0 ? FOLLOW_NEEDS : 1;
        neededBytes += follow * (bytes - neededBytes);
        neededFiles += follow * (files - neededFiles);
    }

    /** Whether a requester is among those of the newest accesses. */
    public boolean knows(int requester) {
        for (int back = 0; back < ring.size; back++) {
            if (ring.requester(back) == requester) {
                return true;
            }
        }
        return pending.stream().anyMatch(access -> access.requester() == requester);
    }

    /** Whether any access has taken effect. */
    public boolean seen() {
        return count > 0;
    }

    /** Whether nothing at all has happened since a time: no access folded in, none waiting. */
    public boolean silentSince(long timeMs) {
        return lastMs < timeMs && pending.isEmpty();
    }

    /**
     * Lets every access before a tick take effect and closes the windows before it.
     *
     * @param tickMs time of the tick, epoch milliseconds
     * @param windowMs length of a window, milliseconds; when it changes, the series of windows
     *     starts afresh
     * @param clock by which the hours of the day are told
     * @return whether it pays to keep what has changed; else it is soon done again, and an access
     *     that comes too late for its window may yet count in full
     */
    public boolean foldBefore(long tickMs, long windowMs, WallClock clock) {
        boolean changed = slotMs != windowMs;
        if (slotMs != windowMs) {
            slotMs = windowMs;
            occupancy = new Occupancy();
            profile = new DayProfile();
            week = new WeekProfile();
        }
        if (!pending.isEmpty()) {
            List<Access> due = new ArrayList<>(pending);
            due.removeIf(access -> access.timeMs() >= tickMs);
            due.sort(
                    Comparator.comparingLong(Access::timeMs)
                            .thenComparingInt(Access::requester)
                            .thenComparingInt(Access::lagSeconds));
            pending.removeIf(access -> access.timeMs() < tickMs);
            due.forEach(access -> fold(access, clock));
            changed |= !due.isEmpty();
        }
        long slot = Math.floorDiv(tickMs, windowMs);
        changed |= slot - occupancy.openSlot >= MOST_BEHIND;
        closeUntil(slot, clock);
        return changed;
    }

    /** The vectors whose window has closed by a tick. */
    public List<Awaiting> closedAt(long tickMs) {
        List<Awaiting> closed = List.of();
        for (Awaiting each : new Awaiting[] {awaiting, awaitingNext}) {
            if (each != null && each.closedAt(tickMs)) {
                closed = closed.isEmpty() ? List.of(each) : List.of(closed.get(0), each);
            }
        }
        return closed;
    }

    private static @Nullable Awaiting openAt(@Nullable Awaiting vector, long tickMs) {
        return vector == null || vector.closedAt(tickMs) ? null : vector;
    }

    /** Takes the vectors whose window has closed by a tick. */
    public List<Awaiting> takeClosed(long tickMs) {
        List<Awaiting> closed = closedAt(tickMs);
        Awaiting first = openAt(awaiting, tickMs);
        Awaiting second = openAt(awaitingNext, tickMs);
        awaiting = first == null ? second : first;
        awaitingNext = first == null ? null : second;
        return closed;
    }

    /**
     * Keeps a vector until its window closes; two at a time, a further one is not kept. That is
     * enough for each tick to have its example where a window reaches past the next tick, and not
     * past the one behind it.
     *
     * @return whether it is kept
     */
    public boolean await(Awaiting made) {
        if (awaiting == null) {
            awaiting = made;
        } else if (awaitingNext == null) {
            awaitingNext = made;
        } else {
            return false;
        }
        return true;
    }

    private void fold(Access access, WallClock clock) {
        long slot = Math.floorDiv(access.timeMs(), slotMs);
        closeUntil(slot, clock);
        occupancy.record(slot);
        // A latecomer counts, but the ring and the gaps between accesses stay in order.
        if (access.timeMs() >= lastMs) {
            if (count > 0) {
                hearGap(access.timeMs() - lastMs, access.timeMs());
            }
            ring.add(access);
            inOrder++;
            lastMs = access.timeMs();
            requesterGaps = access.requesterGaps();
        }
        firstMs = Math.min(firstMs, access.timeMs());
        count++;
        if (awaiting != null) {
            awaiting = awaiting.seeing(access);
        }
        if (awaitingNext != null) {
            awaitingNext = awaitingNext.seeing(access);
        }
    }

    /** After a change of habit only the gaps that showed it count. */
    private void hearGap(long gapMs, long timeMs) {
        if (changes.changed(ring, gapMs, timeMs)) {
            interarrivals.forget();
            ring.keep(2);
        }
        interarrivals.add(gapMs);
    }

    private void closeUntil(long slot, WallClock clock) {
        long open = occupancy.openSlot;
        if (open == Long.MIN_VALUE || slot <= open) {
            return;
        }
        observe(open, occupancy.openCount > 0, clock);
        // After a long outage only the newest silence matters to the profile.
        for (long empty = Math.max(open + 1, slot - Occupancy.SLOTS); empty < slot; empty++) {
            observe(empty, false, clock);
        }
        occupancy.advanceTo(slot);
    }

    private void observe(long slot, boolean hit, WallClock clock) {
        long middleMs = slot * slotMs + slotMs / 2;
        profile.observe(clock.hourOf(middleMs), hit);
        weekdays().observe(clock.weekdayOf(middleMs), hit, slotMs);
    }

    /** The days of the week. */
    public WeekProfile weekdays() {
        WeekProfile known = week;
        if (known == null) {
            known = new WeekProfile();
            week = known;
        }
        return known;
    }
}
