package io.foresnap.history;

/** Share of windows with an access for each hour of the day, slowly forgetting. */
public class DayProfile {

    /** Hours of a day. */
    public static final int HOURS = 24;

    /** Most windows an hour's share remembers: a few weeks at one window an hour. */
    private static final int MEMORY = 48;

    public float[] shares = new float[HOURS];
    public byte[] seen = new byte[HOURS];

    /** Counts one closed window whose middle lay in an hour. */
    public void observe(int hour, boolean hit) {
        seen[hour] = (byte) Math.min(MEMORY, seen[hour] + 1);
        shares[hour] += ((hit ? 1f : 0f) - shares[hour]) / seen[hour];
    }

    /** Share of windows with an access in an hour, drawn towards a prior worth one window. */
    public double share(int hour, double prior) {
        return (shares[hour] * seen[hour] + prior) / (seen[hour] + 1);
    }
}
