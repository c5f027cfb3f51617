package io.foresnap.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A bounded sample of past rows. While nothing fades each is equally likely to be among them
 * (Vitter's algorithm R, 1985); when the mass fades, old rows do (Aggarwal's biased reservoir,
 * 2006). The kept rows together stand for that mass, each for its own weight's share: a row that
 * comes in when the sample is full, with a chance by its weight, for as much as the others do on
 * average (Chao, 1982).
 */
final class Reservoir {

    private final int capacity;
    private final int width;
    private final long seed;
    private long draws;
    private byte[] rows = new byte[0];
    private float[] weights = new float[0];
    private double sum;
    private int size;
    private double mass;

    /** How many rows were offered, faded like the mass. */
    private double offered;

    /**
     * @param capacity most rows kept
     * @param width bytes of a row
     * @param seed of the choice of rows
     */
    Reservoir(int capacity, int width, long seed) {
        this.capacity = capacity;
        this.width = width;
        this.seed = seed;
    }

    /** Lets all rows stand for less. */
    void fade(double keep) {
        mass *= keep;
        offered *= keep;
    }

    /**
     * Offers a row.
     *
     * @param weight how many examples it stands for
     */
    void offer(byte[] row, double weight) {
        mass += weight;
        offered++;
        if (size < capacity) {
            makeRoom();
            size++;
            put(size - 1, row, weight);
            return;
        }
        double share = Math.min(1, capacity / offered);
        double chance = Math.min(1, share * weight * offered / mass);
        if (draw() < chance) {
            put((int) (draw() * capacity), row, share * weight / chance);
        }
    }

    private void put(int place, byte[] row, double weight) {
        System.arraycopy(row, 0, rows, place * width, width);
        sum -= weights[place];
        weights[place] = (float) weight;
        sum += weights[place];
    }

    /** What a row counts for; 1 on average. */
    double weight(int row) {
        return weights[row] * size / sum;
    }

    int size() {
        return size;
    }

    /** How many examples the kept rows stand for. */
    double mass() {
        return mass;
    }

    /** The kept rows, one after the other; a view that ends behind {@link #size()} rows. */
    byte[] rows() {
        return rows;
    }

    // From a counter, because a generator's own state could not be written.
    private double draw() {
        return new SplittableRandom(seed + 0x9E3779B97F4A7C15L * ++draws).nextDouble();
    }

    private void makeRoom() {
        if ((size + 1) * width > rows.length) {
            int most = Math.min(capacity, Math.max(256, 2 * size));
            rows = Arrays.copyOf(rows, most * width);
            weights = Arrays.copyOf(weights, most);
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(mass);
        out.writeLong(draws);
        // Below zero: weights follow. An earlier version wrote none, its rows weighed the same.
        out.writeInt(-1 - size);
        out.write(rows, 0, size * width);
        out.writeDouble(offered);
        for (int i = 0; i < size; i++) {
            out.writeFloat(weights[i]);
        }
    }

    void read(DataInputStream in) throws IOException {
        mass = in.readDouble();
        draws = in.readLong();
        int written = in.readInt();
        boolean weighed = written < 0;
        size = weighed ? -1 - written : written;
        if (size > capacity) {
            throw new IllegalArgumentException("model data has a sample of " + size + " rows");
        }
        rows = in.readNBytes(size * width);
        if (rows.length != size * width) {
            throw new IllegalArgumentException("model data ends within a sample");
        }
        weights = new float[size];
        offered = weighed ? in.readDouble() : mass;
        sum = 0;
        for (int i = 0; i < size; i++) {
            weights[i] = weighed ? in.readFloat() : 1;
            if (!(weights[i] > 0 && weights[i] < Float.MAX_VALUE)) {
                throw new IllegalArgumentException("a row of model data weighs " + weights[i]);
            }
            sum += weights[i];
        }
    }
}
