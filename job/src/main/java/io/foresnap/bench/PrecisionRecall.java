package io.foresnap.bench;

import java.util.Arrays;
import java.util.Comparator;

/** Area under the precision-recall curve, as average precision; equal scores count as one step. */
final class PrecisionRecall {

    private float[] scores = new float[1024];
    private boolean[] labels = new boolean[1024];
    private int size;

    void add(double score, boolean label) {
        if (size == scores.length) {
            scores = Arrays.copyOf(scores, 2 * size);
            labels = Arrays.copyOf(labels, 2 * size);
        }
        scores[size] = (float) score;
        labels[size++] = label;
    }

    /** From 0 to 1; NaN when nothing happened. */
    double area() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -scores[i]));
        double hits = 0;
        double area = 0;
        for (int i = 0; i < size; ) {
            int first = i;
            double before = hits;
            for (; i < size && scores[order[i]] == scores[order[first]]; i++) {
                hits += labels[order[i]] ? 1 : 0;
            }
            area += (hits - before) * hits / i;
        }
        return area / hits;
    }
}
