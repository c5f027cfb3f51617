package io.foresnap.trees;

/**
 * One regression tree. Node i is a split when {@code left[i] >= 0}; else a leaf.
 *
 * @param feature the feature a node splits on
 * @param bin a row goes left when its bin is not above this
 * @param left the left child; -1 in a leaf. The right child follows it
 * @param value what a leaf adds to the log-odds
 */
@SuppressWarnings("ArrayRecordComponent") // A node table; never compared as a value.
record Tree(byte[] feature, byte[] bin, short[] left, float[] value) {

    /** What the tree adds for a row of bins that begins at an offset. */
    float value(byte[] bins, int offset) {
        int node = 0;
        while (left[node] >= 0) {
            node = left[node] + (bins[offset + feature[node]] > bin[node] ? 1 : 0);
        }
        return value[node];
    }

    int nodes() {
        return feature.length;
    }
}
