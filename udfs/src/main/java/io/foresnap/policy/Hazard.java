package io.foresnap.policy;

/**
 * When the next request is due: from a partition's own gaps and, as far as these are few, from
 * those of all partitions, which count as a fixed number of gaps. Times are in prediction windows.
 * Reused from call to call; not thread-safe.
 */
public final class Hazard {

    /** How many gaps of its own outweigh what is usual. */
    private static final double STRENGTH = 12;

    /** Histograms are too coarse to tell anything about less than this. */
    private static final double SHORTEST_WAIT = 0.05;

    private static final double NEVER = 1e-6;

    private final GapBins bins;
    private final double[] mass;

    /**
     * @param bins of the histograms that are asked about
     */
    public Hazard(GapBins bins) {
        this.bins = bins;
        this.mass = new double[bins.count()];
    }

    /**
     * Probability that a request comes within a horizon.
     *
     * @param own the partition's gaps, by bin
     * @param usual those of all partitions
     * @param usualSum how many these are
     * @param age time since the last request
     */
    public double within(float[] own, float[] usual, double usualSum, double age, double horizon) {
        int first = bins.of(age);
        blend(own, usual, usualSum, first);
        double now = survivors(first, age);
        double end = age + horizon;
        return now <= 0 ? 0 : 1 - survivors(bins.of(end), end) / now;
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
     * @param own the partition's gaps, by bin
     * @param usual those of all partitions
     * @param usualSum how many these are
     * @param age time since the last request
     */
    public double index(float[] own, float[] usual, double usualSum, double age) {
        int first = bins.of(age);
        blend(own, usual, usualSum, first);
        double surviving = survivors(first, age) + NEVER;
        double shortest = SHORTEST_WAIT * surviving;
        double best = 0;
        double waited = 0;
        double arrived = 0;
        double from = age;
        for (int bin = first; bin < mass.length; bin++) {
            double to = bins.edge(bin + 1);
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

    double within(Gaps own, Gaps usual, double age, double horizon) {
        return within(own.counts, usual.counts, usual.sum, age, horizon);
    }

    double index(Gaps own, Gaps usual, double age) {
        return index(own.counts, usual.counts, usual.sum, age);
    }

    /** Of the bins before the first nothing is asked. */
    private void blend(float[] own, float[] usual, double usualSum, int first) {
        double weight = STRENGTH / Math.max(1, usualSum);
        for (int i = first; i < mass.length; i++) {
            mass[i] = own[i] + weight * usual[i];
        }
    }

    private double survivors(int bin, double age) {
        double sum = mass[bin] * rest(bin, age);
        for (int i = bin + 1; i < mass.length; i++) {
            sum += mass[i];
        }
        return sum;
    }

    /** Share of a bin beyond an age. */
    private double rest(int bin, double age) {
        double to = bins.edge(bin + 1);
        return age >= to ? 0 : (to - age) / (to - bins.edge(bin));
    }
}
