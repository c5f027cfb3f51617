package io.foresnap.history;

/**
 * Which windows of the past had an access: a bit for each of the newest 512 windows, and
 * exponentially weighted shares and counts over several half-lives.
 *
 * <p>Windows ("slots") are numbered by {@code floor(time / window)}. The slot under way is counted
 * apart until it closes, so that shares and bits only ever speak of whole windows.
 */
public class Occupancy {

    /** Windows remembered one by one. */
    public static final int SLOTS = 512;

    /** Half-lives of the weighted shares and counts, in windows. */
    private static final double[] HALF_LIVES = {2, 8, 32, 128, 512};

    /** Number of half-lives. */
    public static final int SCALES = HALF_LIVES.length;

    private static final int WORDS = SLOTS / 64;
    private static final double[] KEEPS = new double[SCALES];

    static {
        for (int i = 0; i < SCALES; i++) {
            KEEPS[i] = Math.pow(0.5, 1 / HALF_LIVES[i]);
        }
    }

    public long[] bits = new long[WORDS];
    public float[] shares = new float[SCALES];
    public float[] volumes = new float[SCALES];
    public long openSlot = Long.MIN_VALUE;
    public int openCount;
    public long closed;

    /** Counts an access in a slot; one that has closed already only gets its bit. */
    public void record(long slot) {
        if (openSlot == Long.MIN_VALUE) {
            openSlot = slot;
        }
        advanceTo(slot);
        if (slot == openSlot) {
            openCount++;
        } else {
            setBit(openSlot - slot - 1);
        }
    }

    /** Closes every slot before the given one. */
    public void advanceTo(long slot) {
        if (openSlot == Long.MIN_VALUE || slot <= openSlot) {
            return;
        }
        long gap = slot - openSlot;
        shift(gap);
        if (openCount > 0) {
            setBit(gap - 1);
        }
        for (int i = 0; i < SCALES; i++) {
            double keep = KEEPS[i];
            double rest = gap == 1 ? 1 : Math.pow(keep, gap - 1);
            double hit = openCount > 0 ? 1 : 0;
            shares[i] = (float) ((keep * shares[i] + (1 - keep) * hit) * rest);
            volumes[i] = (float) ((keep * volumes[i] + (1 - keep) * openCount) * rest);
        }
        closed += gap;
        openSlot = slot;
        openCount = 0;
    }

    /**
     * Whether the window {@code lag} windows before the one under way had an access; lag from 1.
     */
    public boolean at(long lag) {
        long bit = lag - 1;
        return bit >= 0 && bit < SLOTS && (bits[(int) (bit >> 6)] >>> (bit & 63) & 1) != 0;
    }

    /** How many of the newest {@code slots} closed windows had an access; a multiple of 16. */
    public int hits(int slots) {
        int hits = 0;
        for (int from = 0; from < slots; from += 16) {
            hits += Long.bitCount(bits[from >> 6] >>> (from & 63) & 0xFFFF);
        }
        return hits;
    }

    /** Closed windows with a bit: 0 to {@link #SLOTS}. */
    public int length() {
        return (int) Math.min(SLOTS, closed);
    }

    /** Share of windows with an access, weighted by half-life {@code scale}; 0 when none closed. */
    public double share(int scale) {
        return shares[scale] / seen(scale);
    }

    /** Accesses a window, weighted by half-life {@code scale}. */
    public double volume(int scale) {
        return volumes[scale] / seen(scale);
    }

    /** Sum of the weights behind a share, in windows: how much it can be relied on. */
    public double support(int scale) {
        return seen(scale) / (1 - KEEPS[scale]);
    }

    // The averages start at zero; dividing by the weight handed out so far removes that bias.
    private double seen(int scale) {
        return closed == 0 ? 1 : 1 - Math.pow(KEEPS[scale], closed);
    }

    private void setBit(long bit) {
        if (bit < SLOTS) {
            bits[(int) (bit >> 6)] |= 1L << (bit & 63);
        }
    }

    private void shift(long by) {
        int words = (int) Math.min(WORDS, by >> 6);
        int rest = (int) (by & 63);
        for (int i = WORDS - 1; i >= 0; i--) {
            int from = i - words;
            long high = from >= 0 ? bits[from] << rest : 0;
            long low = rest > 0 && from >= 1 ? bits[from - 1] >>> (64 - rest) : 0;
            bits[i] = high | low;
        }
    }
}
