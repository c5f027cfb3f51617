package io.foresnap.model;

import io.foresnap.features.Odds;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.trees.Boosting;
import io.foresnap.trees.BoostingSettings;
import io.foresnap.trees.Forest;
import io.foresnap.trees.Rows;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gradient-boosted trees, grown anew from a {@link ReplayBuffer} when there are 15 % more examples
 * than the last time: the work for each example stays bounded however long the stream. Until the
 * first ensemble is grown it answers with the hazard.
 */
public final class TreesModel implements OnlineModel {

    private static final int MOST_TREES = 150;

    /** Rows that a tree sees: each sees others, and they are what growing one costs. */
    private static final int MOST_ROWS = 50_000;

    /** A tree for so many rows: few rows and many trees make probabilities too sure. */
    private static final int ROWS_PER_TREE = 200;

    private static final int CAPACITY = 1 << 16;
    private static final double LEAST_EXAMPLES = 4000;
    private static final double GROWTH = 1.15;

    private final HistogramModel hazard = new HistogramModel();
    private final ReplayBuffer buffer = new ReplayBuffer(CAPACITY, FeatureBins.WIDTH);
    private @Nullable Forest forest;
    private long seen;
    private long seenAtGrowth;
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
        seen += rows.length;
        // On a long stream by the buffer's size: what it holds has then been replaced.
        double due = Math.min(GROWTH * seenAtGrowth, seenAtGrowth + 2.0 * CAPACITY);
        if (buffer.ready() && seen >= Math.max(LEAST_EXAMPLES, due)) {
            Rows sample = buffer.rows();
            forest = Boosting.grow(sample, settings(sample.count()), ++grown);
            seenAtGrowth = seen;
        }
    }

    @Override
    public byte[] snapshot() {
        return ModelBytes.write(
                out -> {
                    writeParameters(out);
                    out.writeLong(seen);
                    out.writeLong(seenAtGrowth);
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
                    seen = in.readLong();
                    seenAtGrowth = in.readLong();
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

    private static BoostingSettings settings(int rows) {
        int trees = Math.max(1, Math.min(MOST_TREES, rows / ROWS_PER_TREE));
        double share = Math.min(0.7, (double) MOST_ROWS / rows);
        return new BoostingSettings(trees, 31, 0.06, 5, 8, 0.5, share);
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
