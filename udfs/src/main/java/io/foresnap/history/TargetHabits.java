package io.foresnap.history;

import io.foresnap.event.BackupRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Which target times a table is asked for: the habits of its most frequent requesters, told apart,
 * and of all others together. About 200 bytes a requester.
 */
public class TargetHabits {

    /** Requesters told apart. */
    private static final int MOST = 8;

    /** A requester with less than this has not asked for weeks. */
    private static final float FORGOTTEN = 0.25f;

    /** Targets expected of one window. */
    private static final int MOST_TARGETS = 2;

    /** A target that fewer requests than this ask for is not worth its files. */
    private static final float LEAST_SHARE = 0.2f;

    private static final List<LikelyTarget> NEWEST =
            List.of(new LikelyTarget(BackupRequest.LATEST, 1));

    public List<TargetAsker> askers = new ArrayList<>();
    public TargetAsker others = new TargetAsker();
    public long newestBackupMs = BackupRequest.LATEST;

    /**
     * Counts a request.
     *
     * @param targetMs the target time it was given, epoch milliseconds
     * @param latest whether it asked for the newest
     * @param clock whose midnights and hours are meant
     */
    public void hear(Access access, long targetMs, boolean latest, WallClock clock) {
        asker(access).hear(access, targetMs, latest, newestBackupMs, clock);
        newestBackupMs = targetMs;
    }

    private TargetAsker asker(Access access) {
        for (TargetAsker asker : askers) {
            if (asker.requester == access.requester()) {
                return asker;
            }
        }
        if (access.requester() == 0 || askers.size() == MOST && !forget(access.timeMs())) {
            return others;
        }
        TargetAsker asker = new TargetAsker();
        asker.requester = access.requester();
        askers.add(asker);
        return asker;
    }

    private boolean forget(long nowMs) {
        TargetAsker least =
                askers.stream().min(Comparator.comparingDouble(a -> a.weight(nowMs))).orElseThrow();
        return least.weight(nowMs) < FORGOTTEN && askers.remove(least);
    }

    /**
     * The targets that requests in a window are likely to ask for, the likeliest first; the newest
     * state when nothing is known.
     *
     * <p>Each requester counts by how often it asks at such an hour. Where a habit's target moves
     * within the window, the last one is expected: its files serve the earlier ones, too.
     *
     * @param clock whose midnights and hours are meant
     */
    public List<LikelyTarget> expected(long fromMs, long windowMs, WallClock clock) {
        TreeMap<Long, Double> byTarget = new TreeMap<>(Comparator.reverseOrder());
        int hour = clock.hourOf(fromMs + windowMs / 2);
        double all = vote(others, hour, fromMs, windowMs, clock, byTarget);
        for (TargetAsker asker : askers) {
            all += vote(asker, hour, fromMs, windowMs, clock, byTarget);
        }
        if (!(all > 0)) {
            return NEWEST;
        }
        return likeliest(byTarget, all);
    }

    private static List<LikelyTarget> likeliest(TreeMap<Long, Double> byTarget, double all) {
        List<LikelyTarget> targets = new ArrayList<>();
        byTarget.forEach((target, sum) -> targets.add(of(target, sum / all)));
        // Stable: of two as likely the later one comes first.
        targets.sort(Comparator.comparingDouble(LikelyTarget::share).reversed());
        int kept = 1;
        while (kept < Math.min(MOST_TARGETS, targets.size())
                && targets.get(kept).share() >= LEAST_SHARE) {
            kept++;
        }
        return List.copyOf(targets.subList(0, kept));
    }

    private static LikelyTarget of(long targetMs, double share) {
        return new LikelyTarget(targetMs, (float) share);
    }

    private double vote(
            TargetAsker asker,
            int hour,
            long fromMs,
            long windowMs,
            WallClock clock,
            TreeMap<Long, Double> byTarget) {
        double weight = asker.weightAt(hour, fromMs);
        if (weight > 0) {
            TargetHabit habit = asker.habit();
            long target = asker.expected(habit, fromMs + windowMs - 1, newestBackupMs, clock);
            byTarget.merge(target, weight * asker.share(habit), Double::sum);
        }
        return weight;
    }
}
