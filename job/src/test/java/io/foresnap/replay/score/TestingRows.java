package io.foresnap.replay.score;

/** Rows written down by hand: one tick. */
final class TestingRows {

    private TestingRows() {}

    static Rows rows(double[] probabilities, int... requested) {
        float[] p = new float[probabilities.length];
        boolean[] y = new boolean[p.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = (float) probabilities[i];
            y[i] = requested[i] == 1;
        }
        return new Rows(p, y, new int[] {p.length});
    }
}
