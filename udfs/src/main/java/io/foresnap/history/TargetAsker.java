package io.foresnap.history;

import io.foresnap.event.BackupRequest;

/**
 * Which target times a requester, or all who are not told apart, ask for in a table, and at which
 * hours of the day.
 *
 * <p>At each request every habit says which target it would have expected; those that were right
 * count it. Counts forget with each request, so that a changed habit is followed within a few.
 */
public class TargetAsker {

    /** Requests are weighed by how long they are ago. */
    private static final double HALF_LIFE_MS = 7 * 24 * 3_600_000.0;

    private static final float KEEP = 0.85f;

    /** Before anything is known of a requester. */
    private static final float PRIOR_LATEST = 0.5f;

    /** A target so little older than the request means now. */
    private static final long NOW_MS = 1000;

    private static final long LAG_TOLERANCE_MS = 30_000;
    private static final double LAG_TOLERANCE = 0.02;
    private static final float FOLLOW_LAG = 0.3f;

    /** Share of an hour of the day before anything was asked for in it. */
    private static final double ANY_HOUR = 0.5 / 24;

    public int requester;
    public float requests;
    public float[] right = new float[TargetHabit.COUNT];
    public float[] hours = new float[24];
    public float weight;
    public long lastMs = Long.MIN_VALUE;
    public long lagMs = -1;
    public long ownMs = BackupRequest.LATEST;

    /** Counts a request. */
    void hear(Access access, long targetMs, boolean latest, long newestBackupMs, WallClock clock) {
        long atMs = access.timeMs();
        boolean now = latest || targetMs >= atMs - NOW_MS;
        for (TargetHabit habit : TargetHabit.values()) {
            boolean right =
                    now
                            ? habit == TargetHabit.LATEST
                            : matches(habit, atMs, targetMs, newestBackupMs, clock);
            int i = habit.ordinal();
            this.right[i] = KEEP * this.right[i] + (right ? 1 : 0);
        }
        requests = KEEP * requests + 1;
        if (!now) {
            followLag(atMs - targetMs);
            ownMs = targetMs;
        }
        weigh(atMs, clock);
    }

    private boolean matches(
            TargetHabit habit, long atMs, long targetMs, long newestBackupMs, WallClock clock) {
        if (habit == TargetHabit.LAG) {
            return sameLag(atMs - targetMs);
        }
        return expected(habit, atMs, newestBackupMs, clock) == targetMs;
    }

    private boolean sameLag(long ms) {
        return lagMs >= 0
                && Math.abs(ms - lagMs) <= Math.max(LAG_TOLERANCE_MS, LAG_TOLERANCE * lagMs);
    }

    private void followLag(long ms) {
        lagMs = sameLag(ms) ? lagMs + (long) (FOLLOW_LAG * (ms - lagMs)) : ms;
    }

    private void weigh(long atMs, WallClock clock) {
        float keep = fading(atMs);
        for (int hour = 0; hour < hours.length; hour++) {
            hours[hour] *= keep;
        }
        hours[clock.hourOf(atMs)]++;
        weight = keep * weight + 1;
        lastMs = Math.max(lastMs, atMs);
    }

    private float fading(long timeMs) {
        return lastMs == Long.MIN_VALUE
                ? 0
                : (float) Math.pow(0.5, Math.max(0, timeMs - lastMs) / HALF_LIFE_MS);
    }

    /** How much was asked for lately. */
    float weight(long timeMs) {
        return weight * fading(timeMs);
    }

    /** How much was asked for lately at such an hour of the day. */
    double weightAt(int hour, long timeMs) {
        return fading(timeMs) * (hours[hour] + ANY_HOUR * weight);
    }

    /** What has been right most often; the simpler one where two have been. */
    TargetHabit habit() {
        TargetHabit best = TargetHabit.LATEST;
        for (TargetHabit habit : TargetHabit.values()) {
            if (count(habit) > count(best)) {
                best = habit;
            }
        }
        return best;
    }

    /** How often a habit is right, from 0 to 1. */
    float share(TargetHabit habit) {
        return count(habit) / (requests + PRIOR_LATEST);
    }

    private float count(TargetHabit habit) {
        return right[habit.ordinal()] + (habit == TargetHabit.LATEST ? PRIOR_LATEST : 0);
    }

    /**
     * The target that a habit expects of a request.
     *
     * @return epoch milliseconds, or {@link BackupRequest#LATEST}
     */
    long expected(TargetHabit habit, long atMs, long newestBackupMs, WallClock clock) {
        return switch (habit) {
            case LATEST -> BackupRequest.LATEST;
            case MIDNIGHT -> clock.midnightBefore(atMs);
            case HOUR -> clock.hourBefore(atMs);
            case LAG -> atMs - lagMs;
            case OWN -> ownMs;
            case NEWEST_BACKUP -> newestBackupMs;
        };
    }
}
