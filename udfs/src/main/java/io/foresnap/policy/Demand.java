package io.foresnap.policy;

/** What the policy keeps of a partition. */
public class Demand {

    public Gaps gaps = new Gaps();
    public long lastMs = Long.MIN_VALUE;

    /** Requests since the last tick, and usually in a window that has any. */
    public int requests;

    public float usualRequests = 1;

    /** In the window under way: of the model and the gaps together, or as announced. */
    public float probability;

    /** Probabilities of a request from then on, which may reach past it: the model's, the gaps'. */
    public float predicted;

    public float byGaps;

    /** Where what these are about ends, epoch milliseconds of the clock. */
    public long untilMs = Long.MIN_VALUE;

    /**
     * The model's and the gaps' of the tick before, about a time that reaches into this window, and
     * whether there was a request in it so far.
     */
    public float earlierPredicted;

    public float earlierByGaps;
    public boolean earlierRequested;
    public long earlierUntilMs = Long.MIN_VALUE;

    /** What the model knows beyond the gaps: factor on their hazard. */
    public float correction = 1;

    /** Requests a window at some time, and until when that is near enough. */
    public float rate;

    public long rateUntilMs = Long.MIN_VALUE;

    /** Whether there was any request. */
    public boolean seen() {
        return lastMs != Long.MIN_VALUE;
    }
}
