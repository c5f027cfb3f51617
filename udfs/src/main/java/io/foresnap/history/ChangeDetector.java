package io.foresnap.history;

/**
 * Tells when a partition's habit has changed: when two gaps in a row are alike and unlike all those
 * before, which were alike among themselves. One odd gap, a request that was left out or came
 * besides, is no change; and what never was regular has no habit that could.
 */
public class ChangeDetector {

    private static final int LEAST_GAPS = 5;

    /** Gaps whose ratio is below this are alike. */
    private static final double ALIKE = 1.25;

    /** Share of gaps that are alike with a regular partition. */
    private static final double REGULAR = 0.7;

    public long changedMs = Long.MIN_VALUE;

    /**
     * Looks at a gap before it is noted; whether it shows that the habit has changed.
     *
     * @param ring the accesses before it
     * @param timeMs when it ended, epoch milliseconds
     */
    boolean changed(AccessRing ring, long gapMs, long timeMs) {
        long[] gaps = ring.gapsMs();
        if (gaps.length < 1 + LEAST_GAPS || !alike(gapMs, gaps[0])) {
            return false;
        }
        int regular = 0;
        for (int i = 1; i < gaps.length; i++) {
            if (alike(gapMs, gaps[i])) {
                return false;
            }
            regular += alike(gaps[i], gaps[gaps.length / 2]) ? 1 : 0;
        }
        if (regular < REGULAR * (gaps.length - 1)) {
            return false;
        }
        changedMs = timeMs;
        return true;
    }

    private static boolean alike(long gapMs, long otherMs) {
        return gapMs < ALIKE * otherMs && otherMs < ALIKE * gapMs;
    }
}
