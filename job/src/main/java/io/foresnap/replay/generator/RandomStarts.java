package io.foresnap.replay.generator;

import java.util.function.LongConsumer;

/**
 * Starts that come as a Poisson process with a changing rate.
 *
 * <p>Those that reach a point in a window are again Poisson; their mean is the integral over the
 * start times of rate times the probability that the delay ends within the window.
 */
final class RandomStarts implements WalkStarts {

    private final RateProfile rate;
    private final long firstMs;
    private final long endMs;
    private final Draws draws;

    /**
     * @param firstMs no start before, epoch milliseconds
     * @param endMs no start from here on, epoch milliseconds
     */
    RandomStarts(RateProfile rate, long firstMs, long endMs, Draws draws) {
        this.rate = rate;
        this.firstMs = firstMs;
        this.endMs = endMs;
        this.draws = draws;
    }

    /** A piece of time with one rate. */
    private interface Piece {
        void at(long fromMs, long untilMs, double perMs);
    }

    @Override
    public double none(long fromMs, long untilMs, Delay delay) {
        double[] mean = {0};
        pieces(
                fromMs,
                untilMs,
                (a, b, perMs) ->
                        mean[0] +=
                                perMs
                                        * (delay.integral(untilMs - a)
                                                - delay.integral(untilMs - b)));
        return StrictMath.exp(-delay.reached() * mean[0]);
    }

    @Override
    public void play(long fromMs, long untilMs, LongConsumer out) {
        pieces(
                fromMs,
                untilMs,
                (a, b, perMs) -> {
                    if (perMs <= 0) {
                        return;
                    }
                    double at = a + draws.exponential(1 / perMs);
                    for (; at < b; at += draws.exponential(1 / perMs)) {
                        out.accept((long) at);
                    }
                });
    }

    private void pieces(long fromMs, long untilMs, Piece piece) {
        long end = Math.min(untilMs, endMs);
        long from = Math.max(fromMs, firstMs);
        while (from < end) {
            long next = (Math.floorDiv(from, RateProfile.STEP_MS) + 1) * RateProfile.STEP_MS;
            long until = Math.min(end, next);
            piece.at(from, until, rate.perMs(from));
            from = until;
        }
    }
}
