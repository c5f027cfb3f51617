package io.foresnap.trees;

/**
 * One regression tree. Children come after their parent.
 *
 * <p>A leaf leads to itself, so that a row takes as many steps as the tree is deep, whichever way
 * it goes: with no branch that depends on the row, the processor works on several trees at a time.
 */
final class Tree {

    /** In place of a left child: the node is a leaf. */
    static final short LEAF = -1;

    private static final byte NO_BIN_IS_ABOVE = Byte.MAX_VALUE;

    private final byte[] feature;
    private final byte[] bin;
    private final short[] left;
    private final float[] value;
    private final int depth;

    /**
     * @param feature the feature a node splits on
     * @param bin a row goes left when its bin is not above this
     * @param left the left child, which the right child follows; {@link #LEAF} in a leaf
     * @param value what a leaf adds to the log-odds
     */
    Tree(byte[] feature, byte[] bin, short[] left, float[] value) {
        int nodes = feature.length;
        this.feature = feature.clone();
        this.bin = bin.clone();
        this.left = left.clone();
        this.value = value.clone();
        int[] depths = new int[nodes];
        int deepest = 0;
        for (int i = 0; i < nodes; i++) {
            deepest = Math.max(deepest, depths[i]);
            if (left[i] == LEAF) {
                this.left[i] = (short) i;
                this.bin[i] = NO_BIN_IS_ABOVE;
                this.feature[i] = 0;
            } else {
                depths[left[i]] = depths[i] + 1;
                depths[left[i] + 1] = depths[i] + 1;
            }
        }
        this.depth = deepest;
    }

    /** What the tree adds for a row of bins that begins at an offset. */
    float value(byte[] bins, int offset) {
        int node = 0;
        for (int step = 0; step < depth; step++) {
            int above = (bin[node] - bins[offset + feature[node]]) >>> 31;
            node = left[node] + above;
        }
        return value[node];
    }

    int nodes() {
        return feature.length;
    }

    byte feature(int node) {
        return feature[node];
    }

    byte bin(int node) {
        return bin[node];
    }

    short left(int node) {
        return left[node] == node ? LEAF : left[node];
    }

    float value(int node) {
        return value[node];
    }
}
