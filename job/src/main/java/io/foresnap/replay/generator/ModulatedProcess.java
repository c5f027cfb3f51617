package io.foresnap.replay.generator;

/**
 * Bursts: a Poisson process whose rate is one of two, chosen by a hidden Markov chain.
 *
 * <p>Which state the chain is in is not known; its exact filter is kept instead. With Q the chain's
 * generator and L the diagonal matrix of the rates, the filter w evolves as w exp((Q - L) t) while
 * no request comes and becomes w L at each request (Fischer and Meier-Hellstern, "The
 * Markov-modulated Poisson process cookbook", 1993). P(none in D) is the sum of w exp((Q - L) D).
 */
final class ModulatedProcess implements RequestSource {

    private static final int QUIET = 0;
    private static final int BURST = 1;

    private final int entity;
    private final double[] perMs;
    private final double[] leavePerMs;
    private final String requester;
    private final Draws draws;
    private final double[] filter = new double[2];
    private int state;
    private double atMs = Double.NaN;
    private double filteredMs;

    /**
     * @param perMs request rates while quiet and in a burst
     * @param meanStayMs how long quiet times and bursts last on average, milliseconds
     */
    ModulatedProcess(
            int entity, double[] perMs, double[] meanStayMs, String requester, Draws draws) {
        this.entity = entity;
        this.perMs = perMs.clone();
        this.leavePerMs = new double[] {1 / meanStayMs[QUIET], 1 / meanStayMs[BURST]};
        this.requester = requester;
        this.draws = draws;
        double both = leavePerMs[QUIET] + leavePerMs[BURST];
        filter[QUIET] = leavePerMs[BURST] / both;
        filter[BURST] = leavePerMs[QUIET] / both;
        state = draws.happens(filter[BURST]) ? BURST : QUIET;
    }

    @Override
    public void multiplyNone(long fromMs, long untilMs, double[] none) {
        double[] after = silent(filter, untilMs - fromMs);
        none[entity] *= after[QUIET] + after[BURST];
    }

    @Override
    public void play(long fromMs, long untilMs, Listener out) {
        if (Double.isNaN(atMs)) {
            atMs = fromMs;
            filteredMs = fromMs;
        }
        while (true) {
            double rate = perMs[state] + leavePerMs[state];
            atMs += draws.exponential(1 / rate);
            if (atMs >= untilMs) {
                // Without a memory: what is left of the wait may be drawn anew.
                atMs = untilMs;
                filter(untilMs, false);
                return;
            }
            if (draws.happens(perMs[state] / rate)) {
                out.requested((long) atMs, entity, requester);
                filter(atMs, true);
            } else {
                state = 1 - state;
            }
        }
    }

    private void filter(double toMs, boolean request) {
        double[] next = silent(filter, toMs - filteredMs);
        filteredMs = toMs;
        if (request) {
            next[QUIET] *= perMs[QUIET];
            next[BURST] *= perMs[BURST];
        }
        double sum = next[QUIET] + next[BURST];
        filter[QUIET] = next[QUIET] / sum;
        filter[BURST] = next[BURST] / sum;
    }

    // w exp(M t) for the 2 by 2 matrix M = Q - L: with m half its trace and s the root of m^2 -
    // det,
    // exp(M t) = exp(m t) (cosh(s t) I + sinh(s t) / s (M - m I)); s > 0 as the chain moves.
    private double[] silent(double[] w, double ms) {
        double a = -leavePerMs[QUIET] - perMs[QUIET];
        double d = -leavePerMs[BURST] - perMs[BURST];
        double half = (a - d) / 2;
        double mean = (a + d) / 2;
        double root = StrictMath.sqrt(half * half + leavePerMs[QUIET] * leavePerMs[BURST]);
        double rising = StrictMath.exp((mean + root) * ms) / 2;
        double falling = StrictMath.exp((mean - root) * ms) / 2;
        double cosh = rising + falling;
        double sinh = (rising - falling) / root;
        return new double[] {
            w[QUIET] * (cosh + sinh * half) + w[BURST] * sinh * leavePerMs[BURST],
            w[BURST] * (cosh - sinh * half) + w[QUIET] * sinh * leavePerMs[QUIET]
        };
    }
}
