package io.foresnap.features;

import io.foresnap.history.AccessRing;
import io.foresnap.history.WallClock;

/**
 * The newest accesses of a partition as the steps of a sequence, oldest first: what a recurrent
 * model reads. A step is {@link #WIDTH} bytes, each a number from -1 to 1 times 127:
 *
 * <ol>
 *   <li>the gap before the access, log2 windows over 10
 *   <li>that gap against the one before it, log2 over 6
 *   <li>sine and
 *   <li>cosine of the time of the day
 *   <li>1 when the requester is the one before, else -1; 0 where unknown
 * </ol>
 */
final class AccessSteps {

    /** Most steps. */
    static final int MOST = 8;

    /** Bytes of a step. */
    static final int WIDTH = 5;

    private AccessSteps() {}

    /** The steps of at most {@link #MOST} accesses that have one before them. */
    static byte[] of(AccessRing ring, long windowMs, WallClock clock) {
        int steps = Math.max(0, Math.min(MOST, ring.size - 1));
        byte[] bytes = new byte[steps * WIDTH];
        for (int i = 0; i < steps; i++) {
            int back = steps - 1 - i;
            double gap = gap(ring, back, windowMs);
            double before = back + 2 < ring.size ? gap(ring, back + 1, windowMs) : gap;
            double day = 2 * Math.PI * clock.ofDayMs(ring.timeMs(back)) / WallClock.DAY_MS;
            int at = i * WIDTH;
            bytes[at] = part(gap / 10);
            bytes[at + 1] = part((gap - before) / 6);
            bytes[at + 2] = part(Math.sin(day));
            bytes[at + 3] = part(Math.cos(day));
            bytes[at + 4] = part(requester(ring, back));
        }
        return bytes;
    }

    private static double gap(AccessRing ring, int back, long windowMs) {
        long gapMs = ring.timeMs(back) - ring.timeMs(back + 1);
        return Odds.log2(Math.max(1.0, gapMs) / windowMs);
    }

    private static double requester(AccessRing ring, int back) {
        if (ring.requester(back) == 0) {
            return 0;
        }
        return ring.requester(back) == ring.requester(back + 1) ? 1 : -1;
    }

    private static byte part(double value) {
        return (byte) Math.round(127 * Math.max(-1, Math.min(1, value)));
    }
}
