package io.foresnap.ranking;

import io.foresnap.features.ExpectedRequest;
import io.foresnap.options.PrefetchOrder;
import java.io.Serializable;
import java.time.Duration;

/**
 * What prefetching a partition is worth: milliseconds that requests need not wait, for each MiB
 * that is read for it.
 *
 * <pre>p x E[requests | at least one] x (files x open + bytes / rate) / bytes</pre>
 *
 * <p>The expected number of requests tells partitions apart that are all but certain to be asked
 * for; what opening a file takes makes small files worth more than their bytes.
 *
 * <p>This is the mean part of what {@link io.foresnap.policy.Worth} says, by which the cache evicts
 * and the replay lists. Its other part, the hazard of a partition's gaps at its age, is not in
 * here: that is known to the serving nodes, and these do not list. In the replay's simulation the
 * list ordered as here, all else being by {@code Worth}, serves 79.2 % of the Wikipedia requests
 * wholly from a cache of 10 % (with {@code Worth} 79.2 %) and 32.4 % of those to Azure Functions
 * (35.3 %); with 2 % it is 56.9 (56.9) and 9.4 (11.2), with 30 % 86.8 (87.3) and 64.6 (65.2).
 * Neither the factor for requests that become whole nor that for what is whole already makes the
 * difference. So the list gains by the gaps where requests are frequent and the cache is small: the
 * history would have to tell the hazard with the features.
 *
 * @param order whether that counts, or the probability alone
 * @param open what it takes to open a file in durable storage
 * @param bytesPerSecond how fast a file is then read
 */
public record Valuation(PrefetchOrder order, Duration open, long bytesPerSecond)
        implements Serializable {

    private static final double MIB = 1 << 20;

    /** A snapshot of middling size, where it is not known: ranks as by probability. */
    private static final long USUAL_BYTES = 64L << 20;

    public Valuation {
        if (open.isNegative()) {
            throw new IllegalArgumentException(
                    "storage.open-latency must not be negative, but is " + open);
        }
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException(
                    "storage.read-rate must be positive, but is " + bytesPerSecond + " bytes");
        }
    }

    /**
     * Worth of the files for one of the targets that a request may ask for.
     *
     * @param probability of at least one request
     * @param target which of the expected targets, 0 for the likeliest
     */
    double of(double probability, ExpectedRequest expected, int target) {
        double share = expected.targets().get(target).share();
        if (order == PrefetchOrder.PROBABILITY) {
            return target == 0 ? probability : probability * share;
        }
        boolean known = expected.bytes() > 0;
        double bytes = known ? expected.bytes() : USUAL_BYTES;
        double files = known ? Math.max(1, expected.files()) : 1;
        double savedMs = files * open.toMillis() + 1000 * bytes / bytesPerSecond;
        return share * probability * expected.requests() * savedMs / (bytes / MIB);
    }
}
