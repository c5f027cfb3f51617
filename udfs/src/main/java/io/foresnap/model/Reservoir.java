package io.foresnap.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A bounded sample of past rows. While nothing fades each is equally likely to be among them
 * (Vitter's algorithm R, 1985); when the mass fades, old rows do (Aggarwal's biased reservoir,
 * 2006). The kept rows together stand for that mass.
 */
final class Reservoir {

    private final int capacity;
    private final int width;
    private final long seed;
    private long draws;
    private byte[] rows = new byte[0];
    private int size;
    private double mass;

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
    }

    /**
     * Offers a row.
     *
     * @param weight how many examples it stands for
     */
    void offer(byte[] row, double weight) {
        mass += weight;
        if (size < capacity) {
            makeRoom();
            System.arraycopy(row, 0, rows, size++ * width, width);
        } else if (draw() < weight * capacity / mass) {
            System.arraycopy(row, 0, rows, (int) (draw() * capacity) * width, width);
        }
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
            rows = Arrays.copyOf(rows, Math.min(capacity, Math.max(256, 2 * size)) * width);
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(mass);
        out.writeLong(draws);
        out.writeInt(size);
        out.write(rows, 0, size * width);
    }

    void read(DataInputStream in) throws IOException {
        mass = in.readDouble();
        draws = in.readLong();
        size = in.readInt();
        if (size < 0 || size > capacity) {
            throw new IllegalArgumentException("model data has a sample of " + size + " rows");
        }
        rows = in.readNBytes(size * width);
        if (rows.length != size * width) {
            throw new IllegalArgumentException("model data ends within a sample");
        }
    }
}
