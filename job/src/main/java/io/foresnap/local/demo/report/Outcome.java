package io.foresnap.local.demo.report;

import io.foresnap.client.ResultMessage;

/** How much of an acknowledged backup's files came from the prefetch cache. */
public enum Outcome {
    /** All. */
    HIT,
    /** Some. */
    PARTIAL,
    /** None. */
    MISS;

    /** The outcome of an acknowledged result. */
    public static Outcome of(ResultMessage result) {
        if (result.cachedFiles() == 0) {
            return MISS;
        }
        return result.cachedFiles() == result.neededFiles() ? HIT : PARTIAL;
    }
}
