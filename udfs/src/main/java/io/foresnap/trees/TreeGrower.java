package io.foresnap.trees;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grows one tree at a time, always splitting the leaf that gains most.
 *
 * <p>With G and H the sums of gradients and hessians in a leaf, its best value is {@code -G / (H +
 * l2)} and is worth {@code G^2 / (H + l2)}; a split gains what its halves are worth more. The sums
 * are kept by feature and bin. Those of the larger half of a split are its parent's less the
 * smaller half's, so that each level counts at most half of the rows.
 */
final class TreeGrower {

    private static final int BINS = Rows.BINS;

    private final Rows rows;
    private final float[] gradients;
    private final float[] hessians;
    private final float[] logOdds;
    private final BoostingSettings settings;
    private final Deque<double[]> unused = new ArrayDeque<>();
    private int[] features = new int[0];
    private byte[] bins = new byte[0];
    private float[] gradient = new float[0];
    private float[] hessian = new float[0];
    private int[] members = new int[0];
    private int[] aside = new int[0];

    TreeGrower(
            Rows rows,
            float[] gradients,
            float[] hessians,
            float[] logOdds,
            BoostingSettings settings) {
        this.logOdds = logOdds;
        this.rows = rows;
        this.gradients = gradients;
        this.hessians = hessians;
        this.settings = settings;
    }

    /** A leaf that may still be split: a range of {@link #members} and its sums. */
    private static final class Leaf {
        private final int node;
        private final int from;
        private final int to;
        private double[] sums;
        private double gradient;
        private double hessian;
        private double gain;
        private int feature;
        private int bin;

        Leaf(int node, int from, int to, double[] sums) {
            this.node = node;
            this.from = from;
            this.to = to;
            this.sums = sums;
        }
    }

    /** A tree that grows. */
    private static final class Nodes {
        private final byte[] feature;
        private final byte[] bin;
        private final short[] left;
        private final float[] value;

        Nodes(int most) {
            feature = new byte[most];
            bin = new byte[most];
            left = new short[most];
            value = new float[most];
            Arrays.fill(left, Tree.LEAF);
        }

        Tree first(int nodes) {
            return new Tree(
                    Arrays.copyOf(feature, nodes),
                    Arrays.copyOf(bin, nodes),
                    Arrays.copyOf(left, nodes),
                    Arrays.copyOf(value, nodes));
        }
    }

    /** A tree for some of the rows and features; adds its values to these rows' log-odds. */
    Tree grow(int[] rowsSeen, int[] featuresSeen) {
        features = featuresSeen;
        gather(rowsSeen);
        int most = 2 * settings.leaves() - 1;
        Nodes tree = new Nodes(most);
        List<Leaf> open = new ArrayList<>();
        Leaf root = new Leaf(0, 0, rowsSeen.length, cleared());
        count(root);
        evaluate(root);
        tree.value[0] = value(root);
        open.add(root);
        int nodes = 1;
        while (nodes < most) {
            Leaf best = takeBest(open);
            if (best == null) {
                break;
            }
            split(best, nodes, tree, open);
            nodes += 2;
        }
        for (Leaf leaf : open) {
            add(leaf, tree.value[leaf.node], rowsSeen);
            unused.add(leaf.sums);
        }
        return tree.first(nodes);
    }

    /** The rows that the tree was grown from are in its leaves already: nothing is looked up. */
    private void add(Leaf leaf, float value, int[] rowsSeen) {
        for (int i = leaf.from; i < leaf.to; i++) {
            logOdds[rowsSeen[members[i]]] += value;
        }
    }

    /** Copies what the tree is grown from into one place: the loops over it then run in cache. */
    private void gather(int[] rowsSeen) {
        int n = rowsSeen.length;
        int width = features.length;
        bins = new byte[n * width];
        gradient = new float[n];
        hessian = new float[n];
        members = new int[n];
        aside = new int[n];
        for (int i = 0; i < n; i++) {
            int from = rowsSeen[i] * rows.features();
            for (int k = 0; k < width; k++) {
                bins[i * width + k] = rows.bins()[from + features[k]];
            }
            gradient[i] = gradients[rowsSeen[i]];
            hessian[i] = hessians[rowsSeen[i]];
            members[i] = i;
        }
    }

    private static @Nullable Leaf takeBest(List<Leaf> open) {
        int best = -1;
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).gain > 0 && (best < 0 || open.get(i).gain > open.get(best).gain)) {
                best = i;
            }
        }
        return best < 0 ? null : open.remove(best);
    }

    private void split(Leaf parent, int firstChild, Nodes tree, List<Leaf> open) {
        tree.feature[parent.node] = (byte) features[parent.feature];
        tree.bin[parent.node] = (byte) parent.bin;
        tree.left[parent.node] = (short) firstChild;
        int middle = partition(parent);
        boolean leftSmaller = middle - parent.from <= parent.to - middle;
        double[] counted = cleared();
        Leaf left = new Leaf(firstChild, parent.from, middle, leftSmaller ? counted : parent.sums);
        Leaf right =
                new Leaf(firstChild + 1, middle, parent.to, leftSmaller ? parent.sums : counted);
        Leaf smaller = leftSmaller ? left : right;
        count(smaller);
        Leaf larger = leftSmaller ? right : left;
        for (int i = 0; i < counted.length; i++) {
            larger.sums[i] -= counted[i];
        }
        for (Leaf leaf : List.of(left, right)) {
            evaluate(leaf);
            tree.value[leaf.node] = value(leaf);
            open.add(leaf);
        }
    }

    private float value(Leaf leaf) {
        return (float) (-settings.learningRate() * leaf.gradient / (leaf.hessian + settings.l2()));
    }

    /** Puts the rows that go left before those that go right; both keep their order. */
    private int partition(Leaf leaf) {
        int width = features.length;
        int left = leaf.from;
        int right = 0;
        for (int i = leaf.from; i < leaf.to; i++) {
            int row = members[i];
            if (bins[row * width + leaf.feature] > leaf.bin) {
                aside[right++] = row;
            } else {
                members[left++] = row;
            }
        }
        System.arraycopy(aside, 0, members, left, right);
        return left;
    }

    private void count(Leaf leaf) {
        byte[] all = bins;
        int width = features.length;
        double[] sums = leaf.sums;
        for (int i = leaf.from; i < leaf.to; i++) {
            int row = members[i];
            int offset = row * width;
            double g = gradient[row];
            double h = hessian[row];
            for (int k = 0; k < width; k++) {
                int at = 2 * (k * BINS + all[offset + k]);
                sums[at] += g;
                sums[at + 1] += h;
            }
        }
    }

    private void evaluate(Leaf leaf) {
        leaf.gradient = 0;
        leaf.hessian = 0;
        for (int bin = 0; bin < BINS; bin++) {
            leaf.gradient += leaf.sums[2 * bin];
            leaf.hessian += leaf.sums[2 * bin + 1];
        }
        leaf.gain = 0;
        if (leaf.hessian < 2 * settings.leastHessian()) {
            return;
        }
        for (int k = 0; k < features.length; k++) {
            evaluate(leaf, k);
        }
    }

    private void evaluate(Leaf leaf, int feature) {
        double least = settings.leastHessian();
        double l2 = settings.l2();
        double[] sums = leaf.sums;
        // What the halves have to be worth together.
        double toBeat = leaf.gain + worth(leaf.gradient, leaf.hessian);
        double gradient = 0;
        double hessian = 0;
        for (int bin = 0; bin < BINS - 1; bin++) {
            int at = 2 * (feature * BINS + bin);
            // Where no row is, the split is the same as one bin before.
            if (sums[at + 1] == 0) {
                continue;
            }
            gradient += sums[at];
            hessian += sums[at + 1];
            double rest = leaf.hessian - hessian;
            if (rest < least) {
                break;
            }
            // Multiplied out: comparing needs no division.
            double g = leaf.gradient - gradient;
            double over = hessian + l2;
            double restOver = rest + l2;
            double worth = gradient * gradient * restOver + g * g * over;
            if (hessian >= least && worth > toBeat * over * restOver) {
                toBeat = worth / (over * restOver);
                leaf.gain = toBeat - worth(leaf.gradient, leaf.hessian);
                leaf.feature = feature;
                leaf.bin = bin;
            }
        }
    }

    private double worth(double gradient, double hessian) {
        return gradient * gradient / (hessian + settings.l2());
    }

    private double[] cleared() {
        double[] sums = unused.poll();
        if (sums == null || sums.length != 2 * BINS * features.length) {
            return new double[2 * BINS * features.length];
        }
        Arrays.fill(sums, 0);
        return sums;
    }
}
