package io.foresnap.trees;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An ensemble of boosted trees: their sum is the log-odds of a row. Immutable. */
public final class Forest {

    private final double base;
    private final List<Tree> trees;

    Forest(double base, List<Tree> trees) {
        this.base = base;
        this.trees = List.copyOf(trees);
    }

    /** Log-odds of a row of bins. */
    public double logOdds(byte[] bins) {
        double sum = base;
        for (Tree tree : trees) {
            sum += tree.value(bins, 0);
        }
        return sum;
    }

    /** Number of trees. */
    public int size() {
        return trees.size();
    }

    /** Writes the trees; {@link #read} takes them. */
    public void write(DataOutputStream out) throws IOException {
        out.writeDouble(base);
        out.writeInt(trees.size());
        for (Tree tree : trees) {
            out.writeShort(tree.nodes());
            for (int i = 0; i < tree.nodes(); i++) {
                out.writeByte(tree.feature(i));
                out.writeByte(tree.bin(i));
                out.writeShort(tree.left(i));
                out.writeFloat(tree.value(i));
            }
        }
    }

    /**
     * Reads what {@link #write} wrote; {@link IllegalArgumentException} when a node points outside
     * its tree or a value is not finite.
     *
     * @param features how many features the rows will have
     */
    public static Forest read(DataInputStream in, int features) throws IOException {
        double base = in.readDouble();
        int size = in.readInt();
        if (!Double.isFinite(base) || size < 0) {
            throw new IllegalArgumentException("a damaged ensemble of trees");
        }
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            trees.add(readTree(in, features));
        }
        return new Forest(base, trees);
    }

    private static Tree readTree(DataInputStream in, int features) throws IOException {
        int nodes = in.readShort();
        if (nodes < 1) {
            throw new IllegalArgumentException("a tree of " + nodes + " nodes");
        }
        byte[] feature = new byte[nodes];
        byte[] bin = new byte[nodes];
        short[] left = new short[nodes];
        float[] value = new float[nodes];
        for (int i = 0; i < nodes; i++) {
            feature[i] = in.readByte();
            bin[i] = in.readByte();
            left[i] = in.readShort();
            value[i] = in.readFloat();
            boolean leaf = left[i] == Tree.LEAF;
            // Children come after their parent: a row always reaches a leaf.
            boolean split =
                    left[i] > i && left[i] + 1 < nodes && feature[i] >= 0 && feature[i] < features;
            if (!(leaf || split) || !Float.isFinite(value[i])) {
                throw new IllegalArgumentException("node " + i + " of a tree is damaged");
            }
        }
        return new Tree(feature, bin, left, value);
    }
}
