package io.foresnap.bench;

/**
 * The loss of a model and of the truth by hours since a change of habit, and how long the model
 * takes until it is as near to the truth as it was.
 */
final class Recovery {

    /** Hours that are looked at before a change. */
    static final int BEFORE = 48;

    /** Hours that are looked at after a change. */
    static final int AFTER = 72;

    private static final double TOLERANCE = 0.1;

    private final double[] model = new double[BEFORE + AFTER];
    private final double[] truth = new double[BEFORE + AFTER];
    private final double[] count = new double[BEFORE + AFTER];

    /**
     * Notes one prediction; those too far from the change are left out.
     *
     * @param sinceChangeMs how long after the change its window began, milliseconds
     */
    void add(long sinceChangeMs, double modelLoss, double truthLoss) {
        long hour = Math.floorDiv(sinceChangeMs, 3_600_000L) + BEFORE;
        if (hour >= 0 && hour < count.length) {
            model[(int) hour] += modelLoss;
            truth[(int) hour] += truthLoss;
            count[(int) hour]++;
        }
    }

    void add(Recovery other) {
        for (int i = 0; i < count.length; i++) {
            model[i] += other.model[i];
            truth[i] += other.truth[i];
            count[i] += other.count[i];
        }
    }

    /** Mean loss of the model from one hour since the change to another. */
    double modelLoss(int fromHour, int untilHour) {
        return mean(model, fromHour, untilHour);
    }

    /** Mean loss of the truth from one hour since the change to another. */
    double truthLoss(int fromHour, int untilHour) {
        return mean(truth, fromHour, untilHour);
    }

    private double mean(double[] sums, int fromHour, int untilHour) {
        double sum = 0;
        double n = 0;
        for (int i = fromHour + BEFORE; i < untilHour + BEFORE; i++) {
            sum += sums[i];
            n += count[i];
        }
        return sum / n;
    }

    /**
     * The first hour since the change from which on, over {@code smoothing} hours, the model's loss
     * is within 10 % of what the truth gives then plus what the model lost to the truth before the
     * change; -1 when it is not within the hours looked at.
     */
    int hours(int smoothing) {
        double lag = modelLoss(-BEFORE, 0) - truthLoss(-BEFORE, 0);
        for (int hour = 0; hour + smoothing <= AFTER; hour++) {
            double aim = truthLoss(hour, hour + smoothing) + lag;
            if (modelLoss(hour, hour + smoothing) <= (1 + TOLERANCE) * aim) {
                return hour;
            }
        }
        return -1;
    }
}
