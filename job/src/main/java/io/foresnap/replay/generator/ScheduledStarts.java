package io.foresnap.replay.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Starts at scheduled times, each late by a uniform jitter, each missed with some probability.
 *
 * <p>With m the probability of a miss and s the share of the jitter that has not passed yet, a due
 * start that has not come is still to come with probability (1-m) s / (m + (1-m) s), and then
 * uniform over the rest of the jitter.
 */
final class ScheduledStarts implements WalkStarts {

    /** A start that is due but not known to have happened. */
    private record Due(long dueMs, long startMs) {}

    private static final long MISSED = Long.MAX_VALUE;

    private final Schedule schedule;
    private final long jitterMs;
    private final double missed;
    private final Draws draws;
    private final List<Due> open = new ArrayList<>();

    /**
     * @param jitterMs longest delay of a start, at least 1 ms
     * @param missed probability that a start does not happen
     */
    ScheduledStarts(Schedule schedule, long jitterMs, double missed, Draws draws) {
        this.schedule = schedule;
        this.jitterMs = jitterMs;
        this.missed = missed;
        this.draws = draws;
    }

    @Override
    public double none(long fromMs, long untilMs, Delay delay) {
        double[] none = {1};
        open.forEach(due -> none[0] *= 1 - reaches(due.dueMs(), fromMs, untilMs, delay));
        schedule.between(
                fromMs, untilMs, due -> none[0] *= 1 - reaches(due, fromMs, untilMs, delay));
        return none[0];
    }

    private double reaches(long dueMs, long fromMs, long untilMs, Delay delay) {
        double first = Math.max(dueMs, fromMs);
        double last = dueMs + jitterMs;
        double toCome = (1 - missed) * (last - first) / jitterMs;
        double started = toCome / (missed + toCome);
        double within = delay.integral(untilMs - first) - delay.integral(untilMs - last);
        return started * delay.reached() * within / (last - first);
    }

    @Override
    public void play(long fromMs, long untilMs, LongConsumer out) {
        schedule.between(fromMs, untilMs, due -> open.add(new Due(due, draw(due))));
        for (Due due : open) {
            if (due.startMs() < untilMs) {
                out.accept(due.startMs());
            }
        }
        open.removeIf(due -> due.startMs() < untilMs || due.dueMs() + jitterMs <= untilMs);
    }

    private long draw(long dueMs) {
        long jitter = draws.below(jitterMs);
        return draws.happens(missed) ? MISSED : dueMs + jitter;
    }
}
