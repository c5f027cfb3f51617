package io.foresnap.history;

/** When a requester was heard last, and before that: a tick must not know what came after it. */
public class RequesterTimes {

    public long newestMs = Long.MIN_VALUE;
    public long olderMs = Long.MIN_VALUE;

    /** Notes a request. */
    public void heard(long timeMs) {
        if (timeMs > newestMs) {
            olderMs = newestMs;
            newestMs = timeMs;
        } else if (timeMs > olderMs && timeMs < newestMs) {
            olderMs = timeMs;
        }
    }

    /** The newest request before a tick; {@link Long#MIN_VALUE} when none is known. */
    public long before(long tickMs) {
        if (newestMs < tickMs) {
            return newestMs;
        }
        return olderMs < tickMs ? olderMs : Long.MIN_VALUE;
    }
}
