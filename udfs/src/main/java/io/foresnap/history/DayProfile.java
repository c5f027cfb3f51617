package io.foresnap.history;

/** Share of windows with an access for each hour of the day (UTC), slowly forgetting. */
public class DayProfile {

    /** Hours of a day. */
    public static final int HOURS = 24;

    private static final long HOUR_MS = 3_600_000;

    /** Most windows an hour's share remembers: a few weeks at one window an hour. */
    private static final int MEMORY = 48;

    public float[] shares = new float[HOURS];
    public byte[] seen = new byte[HOURS];

    /** The hour of the day of a time, 0 to 23. */
    public static int hourOf(long timeMs) {
        return (int) Math.floorMod(Math.floorDiv(timeMs, HOUR_MS), (long) HOURS);
    }

    /** Counts one closed window that began at a time. */
    public void observe(long startMs, boolean hit) {
        int hour = hourOf(startMs);
        seen[hour] = (byte) Math.min(MEMORY, seen[hour] + 1);
        shares[hour] += ((hit ? 1f : 0f) - shares[hour]) / seen[hour];
    }

    /** Share of windows with an access in an hour, drawn towards a prior worth one window. */
    public double share(int hour, double prior) {
        return (shares[hour] * seen[hour] + prior) / (seen[hour] + 1);
    }
}
