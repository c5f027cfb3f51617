package io.foresnap.replay.generator;

import java.util.function.LongConsumer;

/** When walks start. Spans of time are played as in {@link RequestSource}. */
interface WalkStarts {

    /**
     * Probability that no walk that has not started yet reaches a point in {@code [fromMs,
     * untilMs)}.
     *
     * @param delay from a walk's start to that point
     */
    double none(long fromMs, long untilMs, Delay delay);

    /** Draws the starts in {@code [fromMs, untilMs)}, epoch milliseconds. */
    void play(long fromMs, long untilMs, LongConsumer out);
}
