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

    /** How far back the samples reach, in ticks: a week of five minutes, three months of hours. */
    private static final double HORIZON = 2000;

    private static final double FORGET = 0.01;

    private final int width;
    private final Reservoir missed;
    private final Reservoir requested;
    private double examplesPerTick;

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
        double weight = weight(oneTick);
        double share = examplesPerTick == 0 ? 1 : FORGET;
        examplesPerTick += share * (weight - examplesPerTick);
        for (int i = 0; i < rows.length; i++) {
            TrainingExample example = oneTick.get(i);
            Reservoir sample = example.requested() ? requested : missed;
            sample.offer(rows[i], example.weight(), HORIZON * examplesPerTick);
        }
    }

    /** Whether there are examples of both kinds. */
    boolean ready() {
        return missed.size() > 0 && requested.size() > 0;
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
        int offset = random.nextInt(from.size()) * width;
        to.take(from.rows(), offset, happened, share / (happened ? chance : 1 - chance));
    }

    /** All rows, those with a request last. */
    Rows rows() {
        int count = missed.size() + requested.size();
        byte[] bins = Arrays.copyOf(missed.rows(), count * width);
        System.arraycopy(
                requested.rows(), 0, bins, missed.size() * width, requested.size() * width);
        float[] labels = new float[count];
        float[] weights = new float[count];
        Arrays.fill(labels, missed.size(), count, 1);
        Arrays.fill(weights, 0, missed.size(), (float) (missed.mass() / missed.size()));
        Arrays.fill(weights, missed.size(), count, (float) (requested.mass() / requested.size()));
        return new Rows(bins, width, labels, weights);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(examplesPerTick);
        missed.write(out);
        requested.write(out);
    }

    void read(DataInputStream in) throws IOException {
        examplesPerTick = in.readDouble();
        missed.read(in);
        requested.read(in);
    }
}
