package io.foresnap.policy;

/**
 * When the next request is due: from a partition's own gaps and, as far as these are few, from
 * those of all partitions, which count as a fixed number of gaps. Times are in prediction windows.
 * Reused from call to call; not thread-safe.
 */
final class Hazard {

    /** How many gaps of its own outweigh what is usual. */
    private static final double STRENGTH = 12;

    /** Histograms are too coarse to tell anything about less than this. */
    private static final double SHORTEST_WAIT = 0.05;

    private static final double NEVER = 1e-6;

    private final double[] mass = new double[Gaps.BINS];

    /**
     * Probability that a request comes within a horizon.
     *
     * @param age time since the last request
     */
    double within(Gaps own, Gaps usual, double age, double horizon) {
        int first = Gaps.bin(age);
        blend(own, usual, first);
        double now = survivors(first, age);
        double end = age + horizon;
        return now <= 0 ? 0 : 1 - survivors(Gaps.bin(end), end) / now;
    }

    /**
     * Requests a window for as long as it pays to wait: the largest ratio, over all horizons, of
     * the probability of a request within it to the expected time until the request or the horizon,
     *
     * <pre>max over h of P(T <= h) / E[min(T, h)]</pre>
     *
     * which is the index of Gittins for a place in a cache: higher than the mean rate both where a
     * request is overdue and where requests come in bursts.
     *
     * @param age time since the last request
     */
    double index(Gaps own, Gaps usual, double age) {
        int first = Gaps.bin(age);
        blend(own, usual, first);
        double surviving = survivors(first, age) + NEVER;
        double shortest = SHORTEST_WAIT * surviving;
        double best = 0;
        double waited = 0;
        double arrived = 0;
        double from = age;
        for (int bin = first; bin < Gaps.BINS; bin++) {
            double to = Gaps.edge(bin + 1);
            double arriving = bin == first ? mass[bin] * rest(bin, age) : mass[bin];
            waited += (surviving - arriving / 2) * Math.max(0, to - from);
            surviving -= arriving;
            arrived += arriving;
            from = to;
            // Divides only where it pays: this runs for everything cached when room is needed.
            double over = Math.max(waited, shortest);
            if (arrived > best * over) {
                best = arrived / over;
            } else if (arrived + surviving <= best * over) {
                // Even if all of the rest came now, it would not be better: waiting only grows.
                break;
            }
        }
        return best;
    }

    /** Of the bins before the first nothing is asked. */
    private void blend(Gaps own, Gaps usual, int first) {
        double weight = STRENGTH / Math.max(1, usual.sum);
        for (int i = first; i < Gaps.BINS; i++) {
            mass[i] = own.counts[i] + weight * usual.counts[i];
        }
    }

    private double survivors(int bin, double age) {
        double sum = mass[bin] * rest(bin, age);
        for (int i = bin + 1; i < Gaps.BINS; i++) {
            sum += mass[i];
        }
        return sum;
    }

    /** Share of a bin beyond an age. */
    private static double rest(int bin, double age) {
        double to = Gaps.edge(bin + 1);
        return age >= to ? 0 : (to - age) / (to - Gaps.edge(bin));
    }
}
