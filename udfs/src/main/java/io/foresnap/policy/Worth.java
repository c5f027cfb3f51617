package io.foresnap.policy;

/**
 * What partitions are worth to the cache. At a tick each gets the probability that it is asked for
 * in the window; between ticks its value follows its age, the time since its last request.
 *
 * <p>A partition's rate is part mean, part moment: the requests expected in the window, p x
 * E[requests | at least one], and the {@linkplain Hazard#index index} of its gaps at its age. The
 * mean alone takes no notice of bursts and of what is overdue; the moment alone changes its mind so
 * often that entries come and go in pieces. A model that is not trusted has no say in either.
 * Keeping is worth the rate for each byte needed.
 *
 * <p>Probabilities may be about more than the window: about some of the next one, too. Then two
 * overlap, and each is judged at the first tick behind its end.
 */
public final class Worth {

    private static final double MOMENT = 0.6;
    private static final double KEEP_GAPS = 0.97;
    private static final double KEEP_USUAL_GAPS = 0.9999;
    private static final double FOLLOW = 0.1;
    private static final double CORRECT = 0.5;
    private static final double MOST_CORRECTION = 4;
    private static final double SURE = 0.999;
    private static final double RARE = 1e-4;

    /** A rate holds for this part of the age it was made at. */
    private static final double FRESH = 0.03;

    private static final double YOUNG = 0.003;

    /** What comes in on suspicion must be worth this much more than what leaves. */
    private static final double MARGIN = 0.7;

    private final double windowMs;
    private final long horizonMs;
    private final double horizon;
    private final Gaps usual;
    private final Trust trust;
    private final Hazard hazard = new Hazard(Gaps.BINS);

    /**
     * @param windowMs length of the prediction window, milliseconds
     * @param usual gaps of all partitions; counted on
     * @param trust in the model; counted on
     */
    public Worth(long windowMs, Gaps usual, Trust trust) {
        this(windowMs, 0, usual, trust);
    }

    /**
     * @param windowMs length of the prediction window, milliseconds
     * @param leadMs by how much probabilities reach past it, milliseconds
     * @param usual gaps of all partitions; counted on
     * @param trust in the model; counted on
     */
    public Worth(long windowMs, long leadMs, Gaps usual, Trust trust) {
        this.windowMs = windowMs;
        this.horizonMs = windowMs + leadMs;
        this.horizon = (double) horizonMs / windowMs;
        this.usual = usual;
        this.trust = trust;
    }

    /** A request arrives, not before those that came earlier. */
    public void requested(Demand demand, long nowMs) {
        if (demand.seen()) {
            double gap = age(demand, nowMs);
            demand.gaps.add(gap, KEEP_GAPS);
            usual.add(gap, KEEP_USUAL_GAPS);
        }
        demand.lastMs = nowMs;
        demand.requests++;
        demand.earlierRequested |= nowMs < demand.earlierUntilMs;
        demand.rateUntilMs = Long.MIN_VALUE;
    }

    /**
     * First pass of a tick over all partitions: how good what was said of the window was. Ends with
     * {@link #endObserving}.
     */
    public void observe(Demand demand) {
        if (horizonMs > windowMs) {
            trust(demand.earlierPredicted, demand.earlierByGaps, demand.earlierRequested);
        } else {
            trust(demand.predicted, demand.byGaps, demand.requests > 0);
        }
    }

    private void trust(double predicted, double byGaps, boolean requested) {
        if (byGaps > 0) {
            trust.observe(predicted, byGaps, requested);
        }
    }

    /** All partitions were observed. */
    public void endObserving() {
        trust.endTick();
    }

    /**
     * Second pass of a tick, after all were observed.
     *
     * @param probability the model's, of a request within the horizon that begins; NaN when it
     *     gives none
     */
    public void predict(Demand demand, double probability, long tickMs) {
        begin(demand, tickMs);
        if (!Double.isNaN(probability)) {
            predict(demand, probability);
        }
    }

    /** A window begins, of which only the gaps tell so far. */
    private void begin(Demand demand, long tickMs) {
        if (demand.requests > 0) {
            demand.usualRequests += (float) (FOLLOW * (demand.requests - demand.usualRequests));
        }
        demand.earlierPredicted = demand.predicted;
        demand.earlierByGaps = demand.byGaps;
        demand.earlierRequested = demand.requests > 0;
        demand.earlierUntilMs = demand.untilMs;
        demand.untilMs = tickMs + horizonMs;
        demand.requests = 0;
        double age = age(demand, tickMs);
        double byGaps = demand.seen() ? hazard.within(demand.gaps, usual, age, horizon) : 0;
        demand.byGaps = (float) byGaps;
        demand.predicted = demand.byGaps;
        demand.rateUntilMs = Long.MIN_VALUE;
        expect(demand, inWindow(byGaps, horizon));
    }

    /**
     * The model tells of the window under way; the same again changes nothing.
     *
     * @param probability of a request within the horizon
     */
    public void predict(Demand demand, double probability) {
        demand.predicted = (float) probability;
        double both = demand.byGaps + trust.weight() * (probability - demand.byGaps);
        expect(demand, inWindow(both, horizon));
    }

    /**
     * Somebody else tells of a request to come, an operator or the habits of who has just asked for
     * another table: that is taken as it is, and the model is not judged by it.
     */
    public void announce(Demand demand, double probability) {
        expect(demand, probability);
    }

    private void expect(Demand demand, double probability) {
        if (demand.probability != (float) probability) {
            demand.probability = (float) probability;
            demand.rateUntilMs = Long.MIN_VALUE;
        }
        demand.correction = (float) correction(probability, inWindow(demand.byGaps, horizon));
    }

    private static double correction(double probability, double byGaps) {
        double factor = Math.pow((rate(probability) + RARE) / (rate(byGaps) + RARE), CORRECT);
        return Math.max(1 / MOST_CORRECTION, Math.min(MOST_CORRECTION, factor));
    }

    /**
     * Requests a window at the beginning of one, of a partition whose gaps somebody else keeps and
     * with a model that is trusted.
     *
     * @param probability the model's, of a request within the horizon
     * @param usualRequests in a window that has any
     * @param byGaps probability of a request within the horizon, by the gaps alone
     * @param moment the {@linkplain Hazard#index index} of the gaps
     * @param horizon windows that the probabilities are about
     */
    public static double rate(
            double probability,
            double usualRequests,
            double byGaps,
            double moment,
            double horizon) {
        double inWindow = inWindow(probability, horizon);
        double correction = correction(inWindow, inWindow(byGaps, horizon));
        return mixed(moment * correction, inWindow * usualRequests, 1);
    }

    private static double mixed(double moment, double mean, double trust) {
        return moment + (1 - MOMENT) * trust * (mean - moment);
    }

    /** The rate of a Poisson process that has an event in a window with a probability. */
    private static double rate(double probability) {
        return -Math.log(1 - Math.min(SURE, probability));
    }

    /** Probability of a request in one window, from that of one within the horizon. */
    private static double inWindow(double probability, double horizon) {
        return horizon > 1 ? 1 - Math.pow(1 - probability, 1 / horizon) : probability;
    }

    private double age(Demand demand, long nowMs) {
        // Where the clock was set back, the last request may lie ahead.
        return Math.max(0, nowMs - demand.lastMs) / windowMs;
    }

    /**
     * Requests a window, as expected now. Of what was never asked for here the model alone tells:
     * what is kept of demands is lost with the process, what the model has learned is not.
     */
    public double rate(Demand demand, long nowMs) {
        if (!demand.seen()) {
            return demand.probability * demand.usualRequests;
        }
        if (nowMs >= demand.rateUntilMs) {
            double age = age(demand, nowMs);
            double index = hazard.index(demand.gaps, usual, age);
            double moment = index * demand.correction;
            double mean = demand.probability * demand.usualRequests;
            demand.rate = (float) mixed(moment, mean, trust.weight());
            double lasts = FRESH * Math.max(age, YOUNG) * windowMs;
            demand.rateUntilMs = nowMs + Math.max(1, (long) lasts);
        }
        return demand.rate;
    }

    /**
     * What keeping a partition is worth: requests a window and byte.
     *
     * @param neededBytes what a request needs
     */
    public double keeping(Demand demand, long neededBytes, long nowMs) {
        return rate(demand, nowMs) / neededBytes;
    }

    /**
     * What a partition that wants to come in may displace: whatever is worth less than this.
     *
     * @param prefetched whether nobody has asked for it
     * @param heldBytes what is in the cache already
     */
    public double displacing(
            Demand demand, boolean prefetched, long heldBytes, long neededBytes, long nowMs) {
        boolean suspected = prefetched && heldBytes < neededBytes / 2;
        return keeping(demand, neededBytes, nowMs) * (suspected ? MARGIN : 1);
    }
}
