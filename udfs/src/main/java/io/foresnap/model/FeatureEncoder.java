package io.foresnap.model;

import static io.foresnap.features.Feature.ACTIVITY;
import static io.foresnap.features.Feature.ACTIVITY_8;
import static io.foresnap.features.Feature.AFTER_GAP;
import static io.foresnap.features.Feature.AGE;
import static io.foresnap.features.Feature.AGE_RATIO;
import static io.foresnap.features.Feature.CHANGED;
import static io.foresnap.features.Feature.CONTEXT;
import static io.foresnap.features.Feature.COUNT;
import static io.foresnap.features.Feature.DAYS_AGO;
import static io.foresnap.features.Feature.DUE_BY_LAST;
import static io.foresnap.features.Feature.DUE_BY_MEDIAN;
import static io.foresnap.features.Feature.EXPECTED;
import static io.foresnap.features.Feature.EXPECTED_DUE;
import static io.foresnap.features.Feature.EXPECTED_SHARE;
import static io.foresnap.features.Feature.HAZARD;
import static io.foresnap.features.Feature.HAZARD_LIFELONG;
import static io.foresnap.features.Feature.HITS_16;
import static io.foresnap.features.Feature.HITS_64;
import static io.foresnap.features.Feature.HOUR;
import static io.foresnap.features.Feature.HOURS_AGO;
import static io.foresnap.features.Feature.HOUR_SHARE;
import static io.foresnap.features.Feature.LAG;
import static io.foresnap.features.Feature.LAG_STRENGTH;
import static io.foresnap.features.Feature.LAST_GAP;
import static io.foresnap.features.Feature.LAST_WEEK;
import static io.foresnap.features.Feature.MEDIAN_GAP;
import static io.foresnap.features.Feature.PATTERN;
import static io.foresnap.features.Feature.REQUESTERS;
import static io.foresnap.features.Feature.REQUESTER_AGE;
import static io.foresnap.features.Feature.REQUESTER_HAZARD;
import static io.foresnap.features.Feature.RING_HAZARD;
import static io.foresnap.features.Feature.SAME_REQUESTER;
import static io.foresnap.features.Feature.SHARE_128;
import static io.foresnap.features.Feature.SHARE_2;
import static io.foresnap.features.Feature.SHARE_32;
import static io.foresnap.features.Feature.SHARE_512;
import static io.foresnap.features.Feature.SHARE_8;
import static io.foresnap.features.Feature.SPREAD;
import static io.foresnap.features.Feature.VOLUME_8;
import static io.foresnap.features.Feature.WEEKDAY;
import static io.foresnap.features.Feature.WEEKDAY_SHARE;
import static io.foresnap.features.Feature.YESTERDAY;

import io.foresnap.features.Feature;
import io.foresnap.features.PartitionFeatures;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.ml.linalg.SparseVector;

/**
 * Encodes features as a sparse vector for a linear model: a one for the bias, the hazard's log-odds
 * as it is, each feature over its levels, and crosses of pairs of features over coarser levels.
 *
 * <p>A feature with an order falls between two levels and activates both in proportion (hat
 * functions): the model is piecewise linear in it, without the steps of hard bins.
 */
final class FeatureEncoder {

    /** Index of the constant one. */
    static final int BIAS = 0;

    /** Index of the hazard's log-odds. */
    static final int BASE = 1;

    private static final int COARSE = 8;

    private static final Feature[][] CROSSES = {
        {AGE, SHARE_8},
        {AGE, SHARE_32},
        {AGE, SHARE_128},
        {AGE, MEDIAN_GAP},
        {AGE, LAST_GAP},
        {AGE, SPREAD},
        {AGE, HAZARD},
        {AGE, HITS_16},
        {AGE, ACTIVITY},
        {AGE, COUNT},
        {AGE, REQUESTERS},
        {AGE, SAME_REQUESTER},
        {AGE_RATIO, SHARE_32},
        {AGE_RATIO, SPREAD},
        {DUE_BY_MEDIAN, SPREAD},
        {DUE_BY_LAST, SPREAD},
        {DUE_BY_MEDIAN, LAG},
        {DUE_BY_LAST, DUE_BY_MEDIAN},
        {RING_HAZARD, SPREAD},
        {RING_HAZARD, SHARE_8},
        {RING_HAZARD, HAZARD},
        {RING_HAZARD, LAG},
        {HAZARD, SHARE_32},
        {LAG, LAG_STRENGTH},
        {LAG, PATTERN},
        {LAG, SHARE_32},
        {PATTERN, SHARE_32},
        {SHARE_2, SHARE_32},
        {SHARE_8, SHARE_128},
        {SHARE_32, SHARE_512},
        {VOLUME_8, SHARE_8},
        {HOUR, SHARE_128},
        {HOUR, HOUR_SHARE},
        {HOUR, ACTIVITY_8},
        {WEEKDAY, HOUR_SHARE},
        {WEEKDAY, SHARE_128},
        {WEEKDAY_SHARE, SHARE_128},
        {ACTIVITY, SHARE_32},
        {YESTERDAY, SHARE_32},
        {LAST_WEEK, SHARE_128},
        {HITS_16, HITS_64},
        {CONTEXT, SHARE_32},
        {CONTEXT, RING_HAZARD},
        {CONTEXT, LAG},
        {CONTEXT, AFTER_GAP},
        {CONTEXT, HITS_64},
        {AFTER_GAP, SPREAD},
        {HOURS_AGO, SHARE_32},
        {DAYS_AGO, SHARE_128},
        {EXPECTED, SHARE_32},
        {EXPECTED, RING_HAZARD},
        {EXPECTED, AGE},
        {EXPECTED_DUE, EXPECTED_SHARE},
        {REQUESTER_HAZARD, COUNT},
        {REQUESTER_HAZARD, HAZARD},
        {REQUESTER_AGE, AGE},
        {REQUESTER_AGE, SHARE_32},
        {CHANGED, HAZARD_LIFELONG},
        {CHANGED, LAG},
        {CHANGED, SHARE_128},
    };

    private static final int FEATURES = Feature.values().length;
    private static final List<Feature> MAINS = mains();
    private static final int[] MAIN_OFFSETS = new int[MAINS.size()];
    private static final int[] CROSS_OFFSETS = new int[CROSSES.length];

    /** Length of every encoded vector. */
    static final int DIMENSION = layOut();

    private static final int MOST_ACTIVE = 2 + 2 * MAINS.size() + CROSSES.length;

    private FeatureEncoder() {}

    /** The vector of a partition at a tick, of size {@link #DIMENSION}. */
    static SparseVector encode(PartitionFeatures features) {
        float[] values = features.values();
        int[] indices = new int[MOST_ACTIVE];
        double[] weights = new double[MOST_ACTIVE];
        indices[0] = BIAS;
        weights[0] = 1;
        indices[1] = BASE;
        weights[1] = HAZARD.of(values);
        int n = 2;
        int[] coarse = new int[FEATURES];
        for (int i = 0; i < MAIN_OFFSETS.length; i++) {
            Feature feature = MAINS.get(i);
            double at = feature.position(feature.of(values));
            int level = (int) at;
            coarse[feature.ordinal()] =
                    feature.categorical() ? level : (int) (at * COARSE / feature.levels());
            indices[n] = MAIN_OFFSETS[i] + level;
            indices[n + 1] = MAIN_OFFSETS[i] + level + 1;
            double rest = feature.categorical() ? 0 : at - level;
            weights[n] = 1 - rest;
            weights[n + 1] = rest;
            n += 2;
        }
        for (int i = 0; i < CROSSES.length; i++) {
            Feature row = CROSSES[i][0];
            Feature column = CROSSES[i][1];
            int cell = coarse[row.ordinal()] * width(column) + coarse[column.ordinal()];
            indices[n] = CROSS_OFFSETS[i] + cell;
            weights[n++] = 1;
        }
        return new SparseVector(DIMENSION, indices, weights);
    }

    // What has no order keeps all its levels also in a cross.
    private static int width(Feature feature) {
        return feature.categorical() ? feature.levels() : COARSE;
    }

    private static List<Feature> mains() {
        List<Feature> mains = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            if (feature.levels() > 0) {
                mains.add(feature);
            }
        }
        return List.copyOf(mains);
    }

    private static int layOut() {
        int next = 2;
        for (int i = 0; i < MAIN_OFFSETS.length; i++) {
            MAIN_OFFSETS[i] = next;
            next += MAINS.get(i).levels() + 1;
        }
        for (int i = 0; i < CROSSES.length; i++) {
            CROSS_OFFSETS[i] = next;
            next += width(CROSSES[i][0]) * width(CROSSES[i][1]);
        }
        return next;
    }
}
