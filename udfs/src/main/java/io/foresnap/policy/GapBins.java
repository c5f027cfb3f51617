package io.foresnap.policy;

/** Logarithmic bins of durations in prediction windows; the first one begins at zero. */
public final class GapBins {

    /** How much longer than it begins the last bin is taken to be: what is in it has no bound. */
    private static final double LAST = 4;

    private final double first;
    private final double binsPerOctave;
    private final double[] edges;

    /**
     * @param first where the first bin ends
     * @param count number of bins
     */
    public GapBins(double first, double binsPerOctave, int count) {
        this.first = first;
        this.binsPerOctave = binsPerOctave;
        this.edges = new double[count + 1];
        for (int i = 1; i <= count; i++) {
            edges[i] = first * Math.pow(2, (i - 1) / binsPerOctave);
        }
        edges[count] = LAST * edges[count - 1];
    }

    /** Number of bins. */
    int count() {
        return edges.length - 1;
    }

    /** The bin of a duration. */
    int of(double windows) {
        if (windows < first) {
            return 0;
        }
        double at = 1 + binsPerOctave * Math.log(windows / first) / Math.log(2);
        return (int) Math.min(count() - 1, at);
    }

    /** Where a bin begins; with the number of bins, where the last one is taken to end. */
    double edge(int bin) {
        return edges[bin];
    }
}
