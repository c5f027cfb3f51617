package io.foresnap.replay.score;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How sure a difference in log loss is that two models showed on the same rows.
 *
 * <p>Circular block bootstrap (Politis and Romano, 1992): the differences of consecutive ticks
 * depend on each other, so blocks of ticks are drawn with replacement, each beginning anywhere, the
 * end joined to the beginning. Both models are always judged on the same ticks.
 */
public final class PairedBootstrap {

    private static final double TAIL = 0.025;

    private final int block;
    private final int resamples;
    private final long seed;

    /**
     * @param block length of a block, ticks
     * @param resamples how often is drawn
     */
    public PairedBootstrap(int block, int resamples, long seed) {
        this.block = block;
        this.resamples = resamples;
        this.seed = seed;
    }

    /**
     * A difference in mean log loss: negative when the first model is better.
     *
     * @param low 2.5 % of the resamples are below
     * @param high 2.5 % of the resamples are above
     */
    public record Interval(double difference, double low, double high) {}

    /**
     * The difference of the first model's log loss from the second's. Without two blocks the ends
     * are NaN: there is nothing to draw from.
     */
    public Interval difference(TickLosses first, TickLosses second) {
        int ticks = first.sums().length;
        double[] differences = new double[ticks];
        Arrays.setAll(differences, tick -> first.sums()[tick] - second.sums()[tick]);
        double observed = Arrays.stream(differences).sum() / Arrays.stream(first.counts()).sum();
        if (ticks < 2 * block) {
            return new Interval(observed, Double.NaN, Double.NaN);
        }
        double[] drawn = new double[resamples];
        SplittableRandom random = new SplittableRandom(seed);
        Arrays.setAll(drawn, i -> resample(differences, first.counts(), random));
        Arrays.sort(drawn);
        int tail = (int) (TAIL * resamples);
        return new Interval(observed, drawn[tail], drawn[resamples - 1 - tail]);
    }

    private double resample(double[] differences, int[] counts, SplittableRandom random) {
        int ticks = differences.length;
        double sum = 0;
        long count = 0;
        for (int taken = 0; taken < ticks; taken += block) {
            int from = random.nextInt(ticks);
            for (int i = 0; i < Math.min(block, ticks - taken); i++) {
                int tick = (from + i) % ticks;
                sum += differences[tick];
                count += counts[tick];
            }
        }
        return sum / count;
    }
}
