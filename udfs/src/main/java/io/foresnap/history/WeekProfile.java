package io.foresnap.history;

/** Share of windows with an access on each day of the week, slowly forgetting. */
public class WeekProfile {

    /** Days of a week. */
    public static final int DAYS = 7;

    /** So many of the newest Mondays count as all Mondays. */
    private static final int MEMORY_DAYS = 4;

    public float[] shares = new float[DAYS];
    public float[] seen = new float[DAYS];

    /**
     * Counts one closed window whose middle lay on a day.
     *
     * @param weekday 0 (Monday) to 6
     * @param windowMs length of the window, milliseconds
     */
    public void observe(int weekday, boolean hit, long windowMs) {
        float memory = (float) Math.max(1, MEMORY_DAYS * WallClock.DAY_MS / windowMs);
        seen[weekday] = Math.min(memory, seen[weekday] + 1);
        shares[weekday] += ((hit ? 1f : 0f) - shares[weekday]) / seen[weekday];
    }

    /** Share of windows with an access on a day, drawn towards a prior worth a few windows. */
    public double share(int weekday, double prior) {
        return (shares[weekday] * seen[weekday] + 4 * prior) / (seen[weekday] + 4);
    }
}
