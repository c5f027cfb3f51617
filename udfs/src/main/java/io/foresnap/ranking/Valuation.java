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
