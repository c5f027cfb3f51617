package io.foresnap.history;

/**
 * How long after a table a requester asks for the same table again, over all its tables: what a
 * table with few gaps of its own is drawn to.
 *
 * <p>Bins are those of {@link Interarrivals}; counts forget slowly.
 */
public class RequesterGaps {

    private static final float KEEP = 0.995f;
    private static final int BYTE = 255;
    private static final double MASS_SCALE = 16;

    public float[] counts = new float[Interarrivals.BINS];

    /** Counts one time between two requests for a table, milliseconds. */
    public void add(long gapMs) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] *= KEEP;
        }
        counts[(int) Interarrivals.position(gapMs)]++;
    }

    /** Mass beyond an age, in gaps. */
    public double survivors(long ageMs) {
        return Interarrivals.survivors(counts, ageMs);
    }

    /** Mass in {@code (age, age + window]}, in gaps. */
    public double arrivals(long ageMs, long windowMs) {
        return Math.max(0, survivors(ageMs) - survivors(ageMs + windowMs));
    }

    /**
     * The counts in a byte a bin and one for their sum: each partition keeps a copy. Shares are
     * kept by their roots, for the rare ones matter too; empty when nothing was counted.
     */
    public byte[] packed() {
        double sum = survivors(0);
        if (!(sum > 0)) {
            return new byte[0];
        }
        byte[] packed = new byte[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            packed[i] = (byte) Math.round(BYTE * Math.sqrt(counts[i] / sum));
        }
        double mass = Math.log(1 + sum) / Math.log(2);
        packed[counts.length] = (byte) Math.min(BYTE, Math.round(MASS_SCALE * mass));
        return packed;
    }

    /** Nearly what was {@linkplain #packed packed}. */
    public static RequesterGaps unpacked(byte[] packed) {
        RequesterGaps gaps = new RequesterGaps();
        if (packed.length == 0) {
            return gaps;
        }
        float sum = 0;
        for (int i = 0; i < gaps.counts.length; i++) {
            float root = packed[i] & BYTE;
            gaps.counts[i] = root * root;
            sum += gaps.counts[i];
        }
        double mass = Math.pow(2, (packed[gaps.counts.length] & BYTE) / MASS_SCALE) - 1;
        for (int i = 0; i < gaps.counts.length; i++) {
            gaps.counts[i] *= (float) (mass / sum);
        }
        return gaps;
    }
}
