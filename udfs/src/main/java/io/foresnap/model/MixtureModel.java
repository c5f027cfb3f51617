package io.foresnap.model;

import io.foresnap.features.Odds;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Online mixture of models: a weighted mean of the members and of their {@link OddsPool}, which
 * calibrates and combines them, corrected by what recently came true.
 *
 * <p>The weights are those of Hedge (Freund and Schapire, 1997) on losses that are forgotten over
 * some tens of ticks: proportional to {@code exp(-rate * loss)}. What does harm gets no weight, and
 * comes back when it does better.
 */
public final class MixtureModel implements OnlineModel {

    private static final double KEEP = 0.97;
    private static final double RATE = 0.1;
    private static final double LEAST_WEIGHT = 0.01;

    private final List<OnlineModel> members;
    private final OddsPool pool;
    private final BinCalibration bins = new BinCalibration();
    private final double[] losses;
    private final double[] weights;
    private long nonFinite;

    /**
     * @param members the models to mix, at least one; the pool begins as the last
     */
    public MixtureModel(List<OnlineModel> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a mixture needs at least one member");
        }
        this.members = List.copyOf(members);
        this.pool = new OddsPool(members.size(), PartitionKind.values().length, members.size() - 1);
        this.losses = new double[members.size() + 1];
        this.weights = new double[members.size() + 1];
        weigh();
    }

    @Override
    public double probability(PartitionFeatures features) {
        return bins.correct(mixed(opinions(features)));
    }

    /** What each member gives, in order, and last what their pool does. */
    public double[] opinions(PartitionFeatures features) {
        int n = members.size();
        double[] opinions = new double[n + 1];
        double[] odds = new double[n];
        for (int i = 0; i < n; i++) {
            opinions[i] = members.get(i).probability(features);
            odds[i] = Odds.logit(opinions[i]);
        }
        opinions[n] = pool.probability(PartitionKind.of(features).ordinal(), odds);
        return opinions;
    }

    private double mixed(double[] opinions) {
        double p = 0;
        for (int i = 0; i < weights.length; i++) {
            // Zero times a number that is none is none.
            p += weights[i] > 0 ? weights[i] * opinions[i] : 0;
        }
        return p;
    }

    /** That of the first member with a recurrent layer: a mixture has use for one. */
    @Override
    public byte[] stateAfter(byte[] before, byte[] steps, int count) {
        for (OnlineModel member : members) {
            byte[] state = member.stateAfter(before, steps, count);
            if (state.length > 0) {
                return state;
            }
        }
        return new byte[0];
    }

    @Override
    public void learn(List<TrainingExample> oneTick) {
        double[] loss = new double[losses.length];
        double[] odds = new double[members.size()];
        bins.age();
        for (TrainingExample example : oneTick) {
            double[] opinions = opinions(example.features());
            bins.observe(mixed(opinions), example.label(), example.weight());
            for (int i = 0; i < loss.length; i++) {
                loss[i] += example.weight() * Losses.log(opinions[i], example.requested());
            }
            for (int i = 0; i < odds.length; i++) {
                odds[i] = Odds.logit(opinions[i]);
            }
            pool.observe(
                    PartitionKind.of(example.features()).ordinal(),
                    odds,
                    example.label(),
                    example.weight());
        }
        for (int i = 0; i < loss.length; i++) {
            // A member without a finite loss is out until the loss is forgotten.
            losses[i] = KEEP * losses[i] + (Double.isFinite(loss[i]) ? loss[i] : 1e6);
        }
        weigh();
        nonFinite += pool.step() ? 0 : 1;
        members.forEach(member -> member.learn(oneTick));
    }

    @Override
    public byte[] snapshot() {
        return ModelBytes.write(out -> write(out, true));
    }

    @Override
    public void restore(byte[] snapshot) {
        ModelBytes.read(snapshot, in -> read(in, true));
    }

    @Override
    public byte[] parameters() {
        return ModelBytes.write(out -> write(out, false));
    }

    @Override
    public void load(byte[] parameters) {
        ModelBytes.read(parameters, in -> read(in, false));
    }

    @Override
    public long nonFiniteUpdates() {
        long sum = nonFinite;
        for (OnlineModel member : members) {
            sum += member.nonFiniteUpdates();
        }
        return sum;
    }

    /** The weight of each member, in order, and last that of their pool; they sum to 1. */
    public double[] weights() {
        return weights.clone();
    }

    private void weigh() {
        double least = Double.POSITIVE_INFINITY;
        for (double loss : losses) {
            least = Math.min(least, loss);
        }
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double weight = Math.exp(-RATE * (losses[i] - least));
            weights[i] = weight < LEAST_WEIGHT ? 0 : weight;
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
    }

    private void write(DataOutputStream out, boolean all) throws IOException {
        out.writeLong(nonFinite);
        ModelBytes.writeDoubles(out, losses);
        pool.write(out);
        bins.write(out);
        for (OnlineModel member : members) {
            ModelBytes.writeBytes(out, all ? member.snapshot() : member.parameters());
        }
    }

    private void read(DataInputStream in, boolean all) throws IOException {
        nonFinite = in.readLong();
        ModelBytes.readDoubles(in, losses);
        pool.read(in);
        bins.read(in);
        weigh();
        for (OnlineModel member : members) {
            byte[] bytes = ModelBytes.readBytes(in);
            if (all) {
                member.restore(bytes);
            } else {
                member.load(bytes);
            }
        }
    }
}
