package io.foresnap.model;

import io.foresnap.features.TrainingExample;
import io.foresnap.trees.Rows;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Past examples to learn from again, as rows of bytes: a sample of those with a request and one of
 * those without.
 *
 * <p>Requests are rare, and so nearly all of them are kept and only a part of the windows without
 * one. Each row weighs what it stands for, which leaves probabilities what they are.
 */
final class ReplayBuffer {

    /** How far back the samples reach, in ticks: a month of five minutes, a year of hours. */
    private static final double HORIZON = 8000;

    private final int width;
    private final Reservoir missed;
    private final Reservoir requested;

    /**
     * @param capacity most rows of either class
     * @param width bytes of a row
     */
    ReplayBuffer(int capacity, int width) {
        this.width = width;
        this.missed = new Reservoir(capacity, width, 1);
        this.requested = new Reservoir(capacity, width, 2);
    }

    /** Takes the examples of a tick; {@code rows} holds the row of each. */
    void add(List<TrainingExample> oneTick, byte[][] rows) {
        // Both at one pace: what share of all the requested are is in their masses.
        missed.fade(1 - 1 / HORIZON);
        requested.fade(1 - 1 / HORIZON);
        for (int i = 0; i < rows.length; i++) {
            TrainingExample example = oneTick.get(i);
            Reservoir sample = example.requested() ? requested : missed;
            sample.offer(rows[i], example.weight());
        }
    }

    /** Whether there are examples of both kinds. */
    boolean ready() {
        return missed.mass() > 0 && requested.mass() > 0;
    }

    static double weight(List<TrainingExample> examples) {
        double weight = 0;
        for (TrainingExample example : examples) {
            weight += example.weight();
        }
        return weight;
    }

    /** A row drawn from the buffer. */
    interface Drawn {

        /**
         * Takes the row.
         *
         * @param rows holds it
         * @param offset where it begins
         * @param happened whether it was requested
         * @param weight what it counts, 1 on average
         */
        void take(byte[] rows, int offset, boolean happened, double weight);
    }

    /** Draws one row, with a request by a given chance; to be called when {@link #ready()}. */
    void draw(SplittableRandom random, double chance, Drawn to) {
        boolean happened = random.nextDouble() < chance;
        Reservoir from = happened ? requested : missed;
        double share = from.mass() / (requested.mass() + missed.mass());
        int row = random.nextInt(from.size());
        double weight = from.weight(row) * share / (happened ? chance : 1 - chance);
        to.take(from.rows(), row * width, happened, weight);
    }

    /** All rows, those with a request last; their weights are 1 on average. */
    Rows rows() {
        int count = missed.size() + requested.size();
        byte[] bins = Arrays.copyOf(missed.rows(), count * width);
        System.arraycopy(
                requested.rows(), 0, bins, missed.size() * width, requested.size() * width);
        float[] labels = new float[count];
        float[] weights = new float[count];
        Arrays.fill(labels, missed.size(), count, 1);
        double usual = (missed.mass() + requested.mass()) / count;
        double ofMissed = missed.mass() / missed.size() / usual;
        double ofRequested = requested.mass() / requested.size() / usual;
        for (int i = 0; i < count; i++) {
            int ofKind = i < missed.size() ? i : i - missed.size();
            weights[i] =
                    i == ofKind
                            ? (float) (ofMissed * missed.weight(ofKind))
                            : (float) (ofRequested * requested.weight(ofKind));
        }
        return new Rows(bins, width, labels, weights);
    }

    void write(DataOutputStream out) throws IOException {
        missed.write(out);
        requested.write(out);
    }

    void read(DataInputStream in) throws IOException {
        missed.read(in);
        requested.read(in);
    }
}
