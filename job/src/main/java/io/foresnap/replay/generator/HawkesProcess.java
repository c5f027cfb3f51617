package io.foresnap.replay.generator;

/**
 * Requests that bring further requests: a Hawkes process with an exponential kernel.
 *
 * <p>The rate at time t is base + excitation exp(-(t - last) / memory), where every request raises
 * the excitation by branching / memory. All of it is known from the requests. While none comes the
 * rate only decays, so P(none in D) = exp(-base D - excitation memory (1 - exp(-D / memory))).
 */
final class HawkesProcess implements RequestSource {

    private final int entity;
    private final double basePerMs;
    private final double branching;
    private final double memoryMs;
    private final String requester;
    private final Draws draws;
    private double excitation;
    private double atMs = Double.NaN;

    /**
     * @param branching mean number of requests that each request brings directly, below 1
     * @param memoryMs for how long a request excites, milliseconds
     */
    HawkesProcess(
            int entity,
            double basePerMs,
            double branching,
            double memoryMs,
            String requester,
            Draws draws) {
        this.entity = entity;
        this.basePerMs = basePerMs;
        this.branching = branching;
        this.memoryMs = memoryMs;
        this.requester = requester;
        this.draws = draws;
    }

    @Override
    public void multiplyNone(long fromMs, long untilMs, double[] none) {
        double span = untilMs - fromMs;
        double decayed = 1 - StrictMath.exp(-span / memoryMs);
        none[entity] *= StrictMath.exp(-basePerMs * span - excitation * memoryMs * decayed);
    }

    /** By Ogata's thinning: the rate now bounds the rate until the next request. */
    @Override
    public void play(long fromMs, long untilMs, Listener out) {
        if (Double.isNaN(atMs)) {
            atMs = fromMs;
        }
        while (true) {
            double bound = basePerMs + excitation;
            double next = atMs + draws.exponential(1 / bound);
            if (next >= untilMs) {
                advance(untilMs);
                return;
            }
            advance(next);
            if (draws.happens((basePerMs + excitation) / bound)) {
                out.requested((long) next, entity, requester);
                excitation += branching / memoryMs;
            }
        }
    }

    private void advance(double toMs) {
        excitation *= StrictMath.exp(-(toMs - atMs) / memoryMs);
        atMs = toMs;
    }
}
