package io.foresnap.model;

import io.foresnap.features.Feature;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.trees.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Features as bytes: each falls into one of {@link Rows#BINS} even bins of its range. The ranges
 * are the features' own, fixed ones: nothing is looked up in data, so a row means the same forever.
 */
final class FeatureBins {

    private static final List<Feature> BINNED = binned();

    /** Bytes of a row. */
    static final int WIDTH = BINNED.size();

    private FeatureBins() {}

    /** The features of a row, in order. */
    static List<Feature> features() {
        return BINNED;
    }

    /** The row of a partition at a tick. */
    static byte[] of(PartitionFeatures features) {
        byte[] row = new byte[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            Feature feature = BINNED.get(i);
            double at = feature.position(feature.of(features.values()));
            row[i] = (byte) (at * Rows.BINS / feature.levels());
        }
        return row;
    }

    private static List<Feature> binned() {
        List<Feature> binned = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            if (feature.levels() > 0) {
                binned.add(feature);
            }
        }
        return List.copyOf(binned);
    }
}
