package io.foresnap.replay.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * A requester that walks over tables in order: each walk asks for the first step's partitions when
 * it starts, and for those of every further step a fixed and an exponential time after the step
 * before it. Before each further step it may break off. Walks do not influence each other and may
 * overlap.
 *
 * <p>Of a walk under way the last step and its time are known. If the next step's fixed time has
 * passed by e, it is still to come with probability q exp(-e/m) / (q exp(-e/m) + 1 - q), and then
 * what remains is exponential again.
 */
final class Walks implements RequestSource {

    private static final double GONE = 1e-9;

    /**
     * What a walk asks for at once.
     *
     * @param entities the partitions
     * @param delayMs least time since the step before, milliseconds; 0 for the first step
     */
    record Step(List<Integer> entities, long delayMs) {

        Step {
            entities = List.copyOf(entities);
        }
    }

    /** A walk under way. */
    private static final class Walk {
        private int done;
        private long doneMs;
        private long nextMs;
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final List<Step> steps;
    private final double extraMs;
    private final double goesOn;
    private final WalkStarts starts;
    private final List<String> requesters;
    private final Draws draws;
    private final Delay[][] delays;
    private final List<Walk> walks = new ArrayList<>();

    /**
     * @param extraMs mean of the exponential part of each delay, milliseconds
     * @param goesOn probability of each further step after the one before it
     * @param requesters one of them is drawn for each request
     */
    Walks(
            List<Step> steps,
            double extraMs,
            double goesOn,
            WalkStarts starts,
            List<String> requesters,
            Draws draws) {
        this.steps = List.copyOf(steps);
        this.extraMs = extraMs;
        this.goesOn = goesOn;
        this.starts = starts;
        this.requesters = List.copyOf(requesters);
        this.draws = draws;
        this.delays = new Delay[steps.size()][steps.size()];
        for (int from = 0; from < delays.length; from++) {
            long fixed = 0;
            for (int to = from; to < delays.length; to++) {
                fixed += to > from ? steps.get(to).delayMs() : 0;
                int between = to - from;
                double reached = StrictMath.pow(goesOn, between);
                delays[from][to] = new Delay(fixed, between, extraMs, reached);
            }
        }
    }

    /** Requests for the same partitions at once, and no further step. */
    static Walks single(
            List<Integer> entities, WalkStarts starts, List<String> requesters, Draws draws) {
        return new Walks(List.of(new Step(entities, 0)), 1, 1, starts, requesters, draws);
    }

    @Override
    public void multiplyNone(long fromMs, long untilMs, double[] none) {
        for (int to = 0; to < delays.length; to++) {
            double p = starts.none(fromMs, untilMs, delays[0][to]);
            for (Walk walk : walks) {
                p *= walk.done < to ? 1 - reaches(walk, to, fromMs, untilMs) : 1;
            }
            for (int entity : steps.get(to).entities()) {
                none[entity] *= p;
            }
        }
    }

    // The next step first, of which is known that it has not come; from there on nothing is known.
    private double reaches(Walk walk, int to, long fromMs, long untilMs) {
        int next = walk.done + 1;
        long earliestMs = Math.max(fromMs, walk.doneMs + steps.get(next).delayMs());
        Delay rest = delays[next][to];
        Delay whole = new Delay(rest.fixedMs(), rest.steps() + 1, extraMs, rest.reached());
        return alive(walk, fromMs) * whole.reached() * whole.within(untilMs - earliestMs);
    }

    private double alive(Walk walk, long atMs) {
        double overdueMs = atMs - walk.doneMs - steps.get(walk.done + 1).delayMs();
        double late = goesOn * StrictMath.exp(-Math.max(0, overdueMs) / extraMs);
        return late / (late + 1 - goesOn);
    }

    @Override
    public void play(long fromMs, long untilMs, Listener out) {
        starts.play(
                fromMs,
                untilMs,
                at -> {
                    Walk walk = new Walk();
                    walks.add(walk);
                    take(walk, 0, at, out);
                });
        for (Walk walk : walks) {
            while (walk.nextMs < untilMs) {
                take(walk, walk.done + 1, walk.nextMs, out);
            }
        }
        walks.removeIf(walk -> ended(walk, untilMs));
    }

    private void take(Walk walk, int step, long atMs, Listener out) {
        String requester = requesters.get(draws.below(requesters.size()));
        for (int entity : steps.get(step).entities()) {
            out.requested(atMs, entity, requester);
        }
        walk.done = step;
        walk.doneMs = atMs;
        walk.nextMs = NEVER;
        if (step + 1 < steps.size() && draws.happens(goesOn)) {
            double delay = steps.get(step + 1).delayMs() + draws.exponential(extraMs);
            walk.nextMs = atMs + (long) delay;
        }
    }

    private boolean ended(Walk walk, long atMs) {
        boolean last = walk.done + 1 == steps.size();
        return last || (walk.nextMs == NEVER && alive(walk, atMs) < GONE);
    }
}
