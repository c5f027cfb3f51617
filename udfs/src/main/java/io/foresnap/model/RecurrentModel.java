package io.foresnap.model;

import io.foresnap.features.Odds;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.neural.Recurrent;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A recurrent network over a partition's newest accesses, joined with its features, on top of the
 * hazard: untrained it answers with the hazard.
 *
 * <p>Each tick takes a few steps of Adam on small batches, half of them from the newest examples
 * and half from a {@link ReplayBuffer}.
 *
 * <p>Back-propagation through time goes back over the accesses that the history keeps; the state
 * before them is carried from event to event ({@link CarriedState}), with the examples as with what
 * is scored.
 */
public final class RecurrentModel implements OnlineModel {

    private static final int UNITS = 12;
    private static final int CAPACITY = 1 << 15;
    private static final int BATCHES = 8;
    private static final int BATCH = 128;
    private static final int FRESH = BATCH / 2;

    /** Chance that a row from the buffer is one with a request. */
    private static final double REQUESTED = 0.3;

    private static final double RATE = 0.004;

    /** Steps after which the rate has fallen by a factor of the square root of two. */
    private static final double STEADY = 2000;

    private final HistogramModel hazard = new HistogramModel();
    private final RequestNetwork network;
    private final NetworkRow rows;
    private final ReplayBuffer buffer;
    private long steps;
    private long nonFinite;

    private RecurrentModel(Layer layer) {
        SplittableRandom random = new SplittableRandom(7);
        Recurrent recurrent =
                layer.make(
                        PartitionFeatures.STEP_WIDTH, UNITS, PartitionFeatures.MOST_STEPS, random);
        network = new RequestNetwork(recurrent, random);
        rows = new NetworkRow(recurrent.stateSize());
        buffer = new ReplayBuffer(CAPACITY, rows.width());
    }

    /** Makes a recurrent layer. */
    private interface Layer {
        Recurrent make(int inputs, int units, int longest, SplittableRandom random);
    }

    /** With Elman's simple recurrent layer. */
    public static RecurrentModel simple() {
        return new RecurrentModel(Recurrent::simple);
    }

    /** With long short-term memory. */
    public static RecurrentModel lstm() {
        return new RecurrentModel(Recurrent::lstm);
    }

    /** With gated recurrent units. */
    public static RecurrentModel gru() {
        return new RecurrentModel(Recurrent::gru);
    }

    @Override
    public double probability(PartitionFeatures features) {
        return Odds.sigmoid(network.logOdds(row(features), 0));
    }

    @Override
    public byte[] stateAfter(byte[] before, byte[] steps, int count) {
        return network.stateAfter(before, steps, count);
    }

    @Override
    public void learn(List<TrainingExample> oneTick) {
        byte[][] taken = new byte[oneTick.size()][];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = row(oneTick.get(i).features());
        }
        if (taken.length == 0) {
            return;
        }
        hazard.learn(oneTick);
        buffer.add(oneTick, taken);
        // Of the batch's number, so that a restored model draws what this one would have drawn.
        for (int i = 0; i < BATCHES; i++) {
            SplittableRandom random = new SplittableRandom(++steps);
            fresh(oneTick, taken, random);
            again(random);
            if (!network.step(RATE / Math.sqrt(1 + steps / STEADY), steps)) {
                nonFinite++;
            }
        }
    }

    private void fresh(List<TrainingExample> oneTick, byte[][] taken, SplittableRandom random) {
        double usual = ReplayBuffer.weight(oneTick) / taken.length;
        for (int i = 0; i < FRESH; i++) {
            int drawn = random.nextInt(taken.length);
            TrainingExample example = oneTick.get(drawn);
            learn(taken[drawn], 0, example.requested(), example.weight() / usual);
        }
    }

    private void again(SplittableRandom random) {
        for (int i = FRESH; i < BATCH && buffer.ready(); i++) {
            buffer.draw(random, REQUESTED, this::learn);
        }
    }

    private void learn(byte[] bytes, int offset, boolean requested, double weight) {
        double p = Odds.sigmoid(network.logOdds(bytes, offset));
        network.backward(weight * (p - (requested ? 1 : 0)) / BATCH);
    }

    private byte[] row(PartitionFeatures features) {
        return rows.of(features, Odds.logit(hazard.probability(features)));
    }

    @Override
    public byte[] snapshot() {
        return ModelBytes.write(
                out -> {
                    write(out, true);
                    out.writeLong(steps);
                    out.writeLong(nonFinite);
                    buffer.write(out);
                });
    }

    @Override
    public void restore(byte[] snapshot) {
        ModelBytes.read(
                snapshot,
                in -> {
                    read(in, true);
                    steps = in.readLong();
                    nonFinite = in.readLong();
                    buffer.read(in);
                });
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
        return nonFinite + hazard.nonFiniteUpdates();
    }

    private void write(DataOutputStream out, boolean moments) throws IOException {
        ModelBytes.writeBytes(out, hazard.parameters());
        network.write(out, moments);
    }

    private void read(DataInputStream in, boolean moments) throws IOException {
        hazard.load(ModelBytes.readBytes(in));
        network.read(in, moments);
    }
}
