package io.foresnap.features;

/**
 * What a model sees of a partition at a tick. Every feature has a range and a number of levels that
 * cover it evenly; ages and gaps are in windows on a binary logarithm, shares are log-odds, so that
 * nothing depends on how long a window is or how busy a trace.
 */
public enum Feature {
    /** Time since the newest access, log2 windows. */
    AGE(-6, 10, 16),
    /** Share of windows with an access, half-life 2 windows, log-odds. */
    SHARE_2(-5, 5, 15),
    /** The same, half-life 8 windows. */
    SHARE_8(-6, 6, 18),
    /** The same, half-life 32 windows. */
    SHARE_32(-7, 6, 20),
    /** The same, half-life 128 windows. */
    SHARE_128(-7, 6, 20),
    /** The same, half-life 512 windows. */
    SHARE_512(-7, 6, 20),
    /** Accesses a window, half-life 8 windows, log2. */
    VOLUME_8(-8, 4, 12),
    /** Accesses a window, half-life 128 windows, log2. */
    VOLUME_128(-8, 4, 12),
    /** Hazard of the forgetting histogram of gaps, log-odds. */
    HAZARD(-7, 5, 18),
    /** Hazard of the lifelong histogram of gaps, log-odds. */
    HAZARD_LIFELONG(-7, 5, 18),
    /** Share of the newest gaps longer than the age that end in the window, log-odds. */
    RING_HAZARD(-5, 5, 15),
    /** When the next access is due if the last gap repeats, windows from now. */
    DUE_BY_LAST(-3, 5, 16),
    /** When the next access is due after a median gap, windows from now. */
    DUE_BY_MEDIAN(-3, 5, 16),
    /** Spread of the newest gaps: interquartile range over median, log2. */
    SPREAD(-7, 5, 12),
    /** Probability by the lag that explains the series of windows best, log-odds. */
    LAG(-6, 6, 18),
    /** How well that lag explains it: log2 of one plus chi-square. */
    LAG_STRENGTH(0, 10, 10),
    /** Probability by what followed when the newest windows looked the same, log-odds. */
    CONTEXT(-6, 6, 18),
    /** Hazard of the gaps that followed a gap like the last one, log-odds. */
    AFTER_GAP(-5, 5, 15),
    /** Which of the newest six windows had an access, as a number from 0 to 63. */
    PATTERN(64),
    /**
     * Accesses around this time yesterday: window before, itself, window after, as bits; 8 unknown.
     */
    YESTERDAY(9),
    /** Accesses in the windows 1 to 4 hours before, as bits; 16 unknown. */
    HOURS_AGO(17),
    /** Accesses in the windows 1 to 4 days before, as bits; 16 unknown. */
    DAYS_AGO(17),
    /** Accesses around this time a week ago, as for yesterday. */
    LAST_WEEK(9),
    /** Share of windows with an access at this hour of the day, log-odds. */
    HOUR_SHARE(-7, 6, 20),
    /** Hour of the day at the middle of the window, by the clocks of the time zone. */
    HOUR(24),
    /** Day of the week at the middle of the window, from Monday. */
    WEEKDAY(7),
    /** Share of windows with an access on this day of the week, log-odds. */
    WEEKDAY_SHARE(-7, 6, 20),
    /** Accessed partitions in the newest window over their usual number, log2. */
    ACTIVITY(-2, 2, 12),
    /** The same over the newest windows with half-life 8. */
    ACTIVITY_8(-2, 2, 12),
    /** Share of the table's other partitions accessed in the newest window, log-odds; 5 alone. */
    SIBLINGS(-5, 6, 11),
    /** Different requesters among the newest accesses, log2. */
    REQUESTERS(0, 5, 5),
    /** How many of the newest accesses in a row came from the last requester, log2. */
    SAME_REQUESTER(0, 5, 5),
    /** Median age of the states asked for, log2 of one plus minutes. */
    TARGET_LAG(0, 16, 8),
    /** Windows since the first access, log2. */
    LIFE(0, 12, 12),
    /** Accesses so far, log2. */
    COUNT(0, 12, 12),
    /** Age over the mean of the newest gaps, log2. */
    AGE_RATIO(-6, 6, 18),
    /** The last gap, log2 windows. */
    LAST_GAP(-6, 10, 16),
    /** The median of the newest gaps, log2 windows. */
    MEDIAN_GAP(-6, 10, 16),
    /** Windows with an access among the newest 16. */
    HITS_16(0, 17, 17),
    /** Windows with an access among the newest 64. */
    HITS_64(0, 65, 16),
    /** Probability by the requester's habit of asking for this table after another, log-odds. */
    EXPECTED(-7, 5, 18),
    /** How often that other table is followed by this one, log-odds. */
    EXPECTED_SHARE(-5, 5, 10),
    /** When this table is due after that other, windows from now. */
    EXPECTED_DUE(-3, 5, 16),
    /** Time since that other was asked for, log2 windows. */
    SIGN_AGE(-6, 10, 16),
    /** Hazard of the gaps of all tables of the last requester, log-odds. */
    REQUESTER_HAZARD(-7, 5, 18),
    /** Time since the last requester asked for anything, log2 windows. */
    REQUESTER_AGE(-6, 10, 16),
    /** Time since a change of habit was noticed, log2 windows. */
    CHANGED(0, 10, 10),
    /** Gaps longer than the age among the last requester's; not binned. */
    REQUESTER_SURVIVORS(0, 1, 0),
    /** Gaps that end in the window among the last requester's; not binned. */
    REQUESTER_ARRIVALS(0, 1, 0),
    /** Gaps longer than the age in the forgetting histogram: weight of the hazard; not binned. */
    SURVIVORS(0, 1, 0),
    /** Gaps that end in the window in the forgetting histogram; not binned. */
    ARRIVALS(0, 1, 0);

    /** Number of features: length of every vector of values. */
    public static final int COUNT_OF = values().length;

    /** Tells these features from those of another version: names, ranges and order. */
    public static final int FINGERPRINT = fingerprint();

    private final double low;
    private final double high;
    private final int levels;
    private final boolean categorical;

    /** A number within a range. */
    Feature(double low, double high, int levels) {
        this.low = low;
        this.high = high;
        this.levels = levels;
        this.categorical = false;
    }

    /** One of so many categories, from 0. */
    Feature(int categories) {
        this.low = 0;
        this.high = categories;
        this.levels = categories;
        this.categorical = true;
    }

    private static int fingerprint() {
        int print = 17;
        for (Feature feature : values()) {
            String text = feature.name() + " " + feature.low + " " + feature.high;
            print = 31 * (31 * print + text.hashCode()) + feature.levels;
        }
        return print;
    }

    /** How many levels cover the range; 0 for what only enters formulas. */
    public int levels() {
        return levels;
    }

    /** Whether neighbouring levels mean nothing to each other. */
    public boolean categorical() {
        return categorical;
    }

    /** Place of a value on the axis of levels: from 0 to just below {@link #levels()}. */
    public double position(double value) {
        double at = (value - low) / (high - low) * levels;
        // A value that is no number counts as the lowest level.
        return at > 0 ? Math.min(at, levels - 1e-6) : 0;
    }

    /** This feature's value in a vector. */
    public float of(float[] values) {
        return values[ordinal()];
    }
}
