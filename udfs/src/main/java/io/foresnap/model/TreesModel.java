package io.foresnap.model;

import io.foresnap.features.Odds;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.trees.Boosting;
import io.foresnap.trees.BoostingSettings;
import io.foresnap.trees.Forest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gradient-boosted trees, grown anew from a {@link ReplayBuffer} when there are a tenth more
 * examples than the last time: the work for each example stays bounded however long the stream.
 * Until the first ensemble is grown it answers with the hazard.
 */
public final class TreesModel implements OnlineModel {

    private static final BoostingSettings SETTINGS =
            new BoostingSettings(150, 31, 0.06, 5, 8, 0.5, 0.7);

    private static final int CAPACITY = 1 << 16;
    private static final double LEAST_EXAMPLES = 4000;
    private static final double GROWTH = 1.1;

    private final HistogramModel hazard = new HistogramModel();
    private final ReplayBuffer buffer = new ReplayBuffer(CAPACITY, FeatureBins.WIDTH);
    private @Nullable Forest forest;
    private double seen;
    private double seenAtGrowth;
    private long grown;

    @Override
    public double probability(PartitionFeatures features) {
        Forest trees = forest;
        return trees == null
                ? hazard.probability(features)
                : Odds.sigmoid(trees.logOdds(FeatureBins.of(features)));
    }

    @Override
    public void learn(List<TrainingExample> oneTick) {
        hazard.learn(oneTick);
        byte[][] rows = new byte[oneTick.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = FeatureBins.of(oneTick.get(i).features());
        }
        buffer.add(oneTick, rows);
        seen += ReplayBuffer.weight(oneTick);
        if (buffer.ready() && seen >= Math.max(LEAST_EXAMPLES, GROWTH * seenAtGrowth)) {
            forest = Boosting.grow(buffer.rows(), SETTINGS, ++grown);
            seenAtGrowth = seen;
        }
    }

    @Override
    public byte[] snapshot() {
        return ModelBytes.write(
                out -> {
                    writeParameters(out);
                    out.writeDouble(seen);
                    out.writeDouble(seenAtGrowth);
                    out.writeLong(grown);
                    buffer.write(out);
                });
    }

    @Override
    public void restore(byte[] snapshot) {
        ModelBytes.read(
                snapshot,
                in -> {
                    readParameters(in);
                    seen = in.readDouble();
                    seenAtGrowth = in.readDouble();
                    grown = in.readLong();
                    buffer.read(in);
                });
    }

    @Override
    public byte[] parameters() {
        return ModelBytes.write(this::writeParameters);
    }

    @Override
    public void load(byte[] parameters) {
        ModelBytes.read(parameters, this::readParameters);
    }

    /** Those of the hazard: rows are bytes and leaf values bounded by the penalty. */
    @Override
    public long nonFiniteUpdates() {
        return hazard.nonFiniteUpdates();
    }

    private void writeParameters(DataOutputStream out) throws IOException {
        ModelBytes.writeBytes(out, hazard.parameters());
        Forest trees = forest;
        out.writeBoolean(trees != null);
        if (trees != null) {
            trees.write(out);
        }
    }

    private void readParameters(DataInputStream in) throws IOException {
        hazard.load(ModelBytes.readBytes(in));
        forest = in.readBoolean() ? Forest.read(in, FeatureBins.WIDTH) : null;
    }
}
