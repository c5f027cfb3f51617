package io.foresnap.local.demo.report;

import io.foresnap.client.ResultMessage;

/** How much of an acknowledged backup's files came from the prefetch cache. */
public enum Outcome {
    /** All. */
    HIT,
    /** All, but for some that somebody was still reading: the request waited for them. */
    LATE,
    /** Some. */
    PARTIAL,
    /** None. */
    MISS;

    /** The outcome of an acknowledged result. */
    public static Outcome of(ResultMessage result) {
        int atHand = result.cachedFiles() + result.joinedFiles();
        if (atHand == 0) {
            return MISS;
        }
        if (atHand < result.neededFiles()) {
            return PARTIAL;
        }
        return result.joinedFiles() == 0 ? HIT : LATE;
    }
}
