package io.foresnap.archive;

import io.foresnap.event.PredictedRequest;
import io.foresnap.event.TablePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the predictions heard so far say of each partition: the newest window, and a long-run rate.
 *
 * <p>The rate is the sum of the requests expected in all windows heard, over the time they cover
 * (where two overlap, the newer one counts), both fading with a half-life of a day; a prior of one
 * request a day stands for the first day, and for everything where no predictions are made. A
 * partition that is not among a tick's predictions counts as not expected in that window. Time is
 * the predictions' own: when they stop, the rates stay as they are. Thread-safe.
 */
public final class Demand {

    private static final double DAY_MS = Duration.ofDays(1).toMillis();
    private static final double FADING_MS = DAY_MS / Math.log(2);
    private static final double PRIOR_RATE = 1 / DAY_MS;
    private static final double PRIOR_MS = DAY_MS;

    /** Being left out of a list only means to be less likely than what is on it. */
    private static final double LEAST_RATE = PRIOR_RATE / 4;

    /** Less than this is forgotten: the rate is as good as none. */
    private static final double NEGLIGIBLE = 1e-3;

    /**
     * One partition's.
     *
     * @param newest its newest prediction
     * @param requests expected in its windows, faded to the newest one's begin
     */
    private record Heard(PredictedRequest newest, double requests) {}

    /** Beyond as many, new ones are as if nothing was heard of them. */
    private static final int MOST_PARTITIONS = 2_000_000;

    private final int most;
    private final Map<TablePartition, Heard> partitions = new HashMap<>();
    private long firstMs = Long.MAX_VALUE;
    private long newestStartMs = Long.MIN_VALUE;
    private long newestEndMs = Long.MIN_VALUE;
    private long prunedMs = Long.MIN_VALUE;

    /** For as many partitions as a large deployment has. */
    public Demand() {
        this(MOST_PARTITIONS);
    }

    /**
     * @param most partitions that are kept in mind
     */
    Demand(int most) {
        this.most = most;
    }

    /** Takes a prediction; one that was heard before, or is older, changes nothing. */
    public synchronized void hear(PredictedRequest prediction) {
        long start = prediction.windowStartMs();
        Heard before = partitions.get(prediction.of());
        boolean known = before != null && start <= before.newest.windowStartMs();
        if (known || before == null && partitions.size() >= most) {
            return;
        }
        double faded =
                before == null
                        ? 0
                        : (before.requests - countedAgain(before.newest, start))
                                * fading(start - before.newest.windowStartMs());
        partitions.put(prediction.of(), new Heard(prediction, faded + prediction.probability()));
        firstMs = Math.min(firstMs, start);
        if (start > newestStartMs) {
            newestStartMs = start;
            newestEndMs = prediction.windowEndMs();
            forgetNegligible();
        }
    }

    /** What was expected in the part of a window that a newer one, from a time on, is about. */
    private static double countedAgain(PredictedRequest earlier, long startMs) {
        double overlap = Math.max(0, earlier.windowEndMs() - startMs);
        return earlier.probability()
                * overlap
                / Math.max(1, earlier.windowEndMs() - earlier.windowStartMs());
    }

    /** What is expected of a partition. */
    public synchronized Outlook outlook(TablePartition of) {
        if (newestStartMs == Long.MIN_VALUE) {
            return new Outlook(PRIOR_RATE, 0, 0, 0);
        }
        double left = fading(newestStartMs - firstMs);
        double requests = PRIOR_RATE * PRIOR_MS * left;
        double coveredMs = PRIOR_MS * left + FADING_MS * (1 - left) + (newestEndMs - newestStartMs);
        Heard heard = partitions.get(of);
        double probability = 0;
        if (heard != null) {
            long start = heard.newest.windowStartMs();
            requests += heard.requests * fading(newestStartMs - start);
            probability = start == newestStartMs ? heard.newest.probability() : 0;
        }
        double rate = Math.max(LEAST_RATE, requests / coveredMs);
        return new Outlook(rate, newestStartMs, newestEndMs, probability);
    }

    private void forgetNegligible() {
        if (newestStartMs - prunedMs < DAY_MS && prunedMs != Long.MIN_VALUE) {
            return;
        }
        prunedMs = newestStartMs;
        partitions
                .values()
                .removeIf(
                        h ->
                                h.requests * fading(newestStartMs - h.newest.windowStartMs())
                                        < NEGLIGIBLE);
    }

    private static double fading(double ms) {
        return Math.exp(-ms / FADING_MS);
    }
}
