package io.foresnap.history;

/**
 * Histogram of the times between accesses, over logarithmic bins from one second to about a month;
 * beside the lifelong counts a copy that forgets.
 *
 * <p>Inside a bin the mass is spread evenly over the logarithm of time, so that the survivor
 * function is continuous.
 */
public class Interarrivals {

    /** Number of bins. */
    public static final int BINS = 28;

    /** How many double a duration. */
    public static final double BINS_PER_OCTAVE = 4.0 / 3.0;

    /** Where the first bin ends, milliseconds. */
    public static final double FIRST_MS = 1000 * Math.pow(2, 1 / BINS_PER_OCTAVE);

    private static final float KEEP = 0.97f;

    public float[] lifelong = new float[BINS];
    public float[] recent = new float[BINS];

    /** Counts one time between two accesses, milliseconds. */
    public void add(long gapMs) {
        int bin = (int) position(gapMs);
        lifelong[bin]++;
        for (int i = 0; i < BINS; i++) {
            recent[i] *= KEEP;
        }
        recent[bin]++;
    }

    /** Lets what the forgetting copy holds count as little as a single gap. */
    void forget() {
        double mass = survivors(0);
        for (int i = 0; i < BINS; i++) {
            recent[i] /= (float) Math.max(1, mass);
        }
    }

    /** Mass of the forgetting copy that lies beyond an age, in gaps. */
    public double survivors(long ageMs) {
        return survivors(recent, ageMs);
    }

    /** Mass of the forgetting copy that lies in {@code (age, age + window]}, in gaps. */
    public double arrivals(long ageMs, long windowMs) {
        return Math.max(0, survivors(recent, ageMs) - survivors(recent, ageMs + windowMs));
    }

    /** Mass of the lifelong counts beyond an age, in gaps. */
    public double lifelongSurvivors(long ageMs) {
        return survivors(lifelong, ageMs);
    }

    /** Mass of the lifelong counts in {@code (age, age + window]}, in gaps. */
    public double lifelongArrivals(long ageMs, long windowMs) {
        return Math.max(0, survivors(lifelong, ageMs) - survivors(lifelong, ageMs + windowMs));
    }

    static double survivors(float[] counts, long ageMs) {
        double at = position(ageMs);
        int bin = (int) at;
        double mass = counts[bin] * (1 - (at - bin));
        for (int i = bin + 1; i < BINS; i++) {
            mass += counts[i];
        }
        return mass;
    }

    /** Place of a duration on the axis of bins, from 0 to just below BINS. */
    static double position(long ms) {
        if (ms <= 1000) {
            return 0;
        }
        double at = BINS_PER_OCTAVE * Math.log(ms / 1000.0) / Math.log(2);
        return Math.min(at, Math.nextDown((double) BINS));
    }
}
