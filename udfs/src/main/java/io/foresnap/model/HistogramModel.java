package io.foresnap.model;

import io.foresnap.features.Feature;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Renewal hazard: the probability that the next request falls into the window, given that none came
 * since the last one.
 *
 * <p>With s gaps in the partition's histogram that are longer than its age, a of which end in the
 * window, s' and a' the same of the gaps of all tables of its last requester, and g the share of
 * windows with a request among all partitions of like age and activity,
 *
 * <pre>p = (a + k r) / (s + k),   r = (a' + k' g) / (s' + k')</pre>
 *
 * which draws partitions with few gaps towards what is usual with their requester, and requesters
 * with few towards what is usual at all. g is counted online, with slow forgetting; k and k' are
 * those of a few strengths with the least recent loss, k' without bound among them: a requester
 * whose tables have nothing in common has no say.
 */
public final class HistogramModel implements OnlineModel {

    private static final double[] STRENGTHS = {0.5, 2, 8, 32, 128};
    private static final double[] REQUESTER_STRENGTHS = {8, 64, Double.POSITIVE_INFINITY};
    private static final double KEEP = 0.995;
    private static final double KEEP_LOSS = 0.95;
    private static final double CELL_PRIOR = 10;
    private static final int ROWS = Feature.AGE.levels();
    private static final int COLUMNS = Feature.SHARE_32.levels();

    private final double[] hits = new double[ROWS * COLUMNS];
    private final double[] trials = new double[ROWS * COLUMNS];
    private final double[] losses = new double[STRENGTHS.length * REQUESTER_STRENGTHS.length];
    private long nonFinite;

    @Override
    public double probability(PartitionFeatures features) {
        return probability(features, usual(features), best());
    }

    @Override
    public void learn(List<TrainingExample> oneTick) {
        double[] loss = new double[losses.length];
        for (TrainingExample example : oneTick) {
            double usual = usual(example.features());
            for (int i = 0; i < loss.length; i++) {
                double p = probability(example.features(), usual, i);
                loss[i] += example.weight() * Losses.log(p, example.requested());
            }
        }
        for (double each : loss) {
            if (!Double.isFinite(each)) {
                nonFinite++;
                return;
            }
        }
        for (int i = 0; i < loss.length; i++) {
            losses[i] = KEEP_LOSS * losses[i] + loss[i];
        }
        for (int i = 0; i < hits.length; i++) {
            hits[i] *= KEEP;
            trials[i] *= KEEP;
        }
        for (TrainingExample example : oneTick) {
            int cell = cell(example.features());
            hits[cell] += example.weight() * example.label();
            trials[cell] += example.weight();
        }
    }

    @Override
    public byte[] snapshot() {
        return ModelBytes.write(this::write);
    }

    @Override
    public void restore(byte[] snapshot) {
        ModelBytes.read(snapshot, this::read);
    }

    /** The same as the snapshot: the counts are the model. */
    @Override
    public byte[] parameters() {
        return snapshot();
    }

    @Override
    public void load(byte[] parameters) {
        restore(parameters);
    }

    @Override
    public long nonFiniteUpdates() {
        return nonFinite;
    }

    /** With the strengths of a number below that of the losses. */
    private static double probability(PartitionFeatures features, double usual, int strengths) {
        double ofRequester = REQUESTER_STRENGTHS[strengths / STRENGTHS.length];
        double drawnTo =
                Double.isInfinite(ofRequester)
                        ? usual
                        : shrunk(
                                features.value(Feature.REQUESTER_ARRIVALS),
                                features.value(Feature.REQUESTER_SURVIVORS),
                                usual,
                                ofRequester);
        return shrunk(
                features.value(Feature.ARRIVALS),
                features.value(Feature.SURVIVORS),
                drawnTo,
                STRENGTHS[strengths % STRENGTHS.length]);
    }

    private static double shrunk(
            double arrivals, double survivors, double towards, double strength) {
        return (arrivals + strength * towards) / (survivors + strength);
    }

    // Before anything is learned, gaps are taken to have the tail age / (age + gap), which is that
    // of a process without a scale of its own.
    private double usual(PartitionFeatures features) {
        double ageInWindows = Math.pow(2, features.value(Feature.AGE));
        double unknown = 1 / (ageInWindows + 1) / 2;
        int cell = cell(features);
        return (hits[cell] + CELL_PRIOR * unknown) / (trials[cell] + CELL_PRIOR);
    }

    private static int cell(PartitionFeatures features) {
        return level(Feature.AGE, features) * COLUMNS + level(Feature.SHARE_32, features);
    }

    private static int level(Feature feature, PartitionFeatures features) {
        return (int) feature.position(features.value(feature));
    }

    private int best() {
        int best = 0;
        for (int i = 1; i < losses.length; i++) {
            best = losses[i] < losses[best] ? i : best;
        }
        return best;
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeLong(nonFinite);
        ModelBytes.writeDoubles(out, hits);
        ModelBytes.writeDoubles(out, trials);
        ModelBytes.writeDoubles(out, losses);
    }

    private void read(DataInputStream in) throws IOException {
        nonFinite = in.readLong();
        ModelBytes.readDoubles(in, hits);
        ModelBytes.readDoubles(in, trials);
        ModelBytes.readDoubles(in, losses);
    }
}
