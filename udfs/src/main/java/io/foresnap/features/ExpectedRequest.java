package io.foresnap.features;

import io.foresnap.event.BackupRequest;
import io.foresnap.history.LikelyTarget;
import io.foresnap.history.Occupancy;
import io.foresnap.history.PartitionHistory;
import java.util.List;

/**
 * What a request for a partition would be like, should one come.
 *
 * @param requests how many come in a window that has any
 * @param byGaps probability of a request in what the prediction is about, by the pauses between
 *     requests alone; NaN when not asked
 * @param moment requests a window for as long as it pays to wait for them, by the same: {@link
 *     io.foresnap.policy.Hazard#index}; NaN when not asked
 * @param bytes size of the files that one needs, in durable storage; 0 when unknown
 * @param files how many these are; 0 when unknown
 * @param targets the target times it may ask for, the likeliest first; never empty
 */
public record ExpectedRequest(
        float requests,
        float byGaps,
        float moment,
        long bytes,
        float files,
        List<LikelyTarget> targets) {

    /** Counts a window with half as much weight after 128 more: a day's habits show. */
    private static final int SCALE = 3;

    /** When nothing is known: one request for the newest state. */
    public static final ExpectedRequest UNKNOWN =
            new ExpectedRequest(1, 0, 0, List.of(new LikelyTarget(BackupRequest.LATEST, 1)));

    /** Without what the pauses tell. */
    public ExpectedRequest(float requests, long bytes, float files, List<LikelyTarget> targets) {
        this(requests, Float.NaN, Float.NaN, bytes, files, targets);
    }

    static ExpectedRequest of(PartitionHistory history, List<LikelyTarget> targets) {
        return new ExpectedRequest(
                usual(history.occupancy), (long) history.neededBytes, history.neededFiles, targets);
    }

    static ExpectedRequest of(
            PartitionHistory history, List<LikelyTarget> targets, UsualGaps gaps, long tickMs) {
        long ageMs = tickMs - history.lastMs;
        return new ExpectedRequest(
                usual(history.occupancy),
                (float) gaps.within(history.interarrivals, ageMs),
                (float) gaps.index(history.interarrivals, ageMs),
                (long) history.neededBytes,
                history.neededFiles,
                targets);
    }

    /** Whether the pauses have been asked. */
    public boolean timed() {
        return !Float.isNaN(moment);
    }

    private static float usual(Occupancy occupancy) {
        double share = occupancy.share(SCALE);
        return share > 0 ? (float) Math.max(1, occupancy.volume(SCALE) / share) : 1;
    }
}
