package io.foresnap.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Grows an ensemble for the logistic loss. */
public final class Boosting {

    private static final double LEAST_SHARE = 1e-6;

    private final Rows rows;
    private final BoostingSettings settings;
    private final SplittableRandom random;
    private final TreeGrower grower;
    private final float[] logOdds;
    private final boolean[] sampled;
    private final float[] gradients;
    private final float[] hessians;
    private final double base;

    private Boosting(Rows rows, BoostingSettings settings, long seed) {
        this.rows = rows;
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        this.gradients = new float[rows.count()];
        this.hessians = new float[rows.count()];
        this.base = overall(rows);
        this.logOdds = new float[rows.count()];
        this.sampled = new boolean[rows.count()];
        this.grower = new TreeGrower(rows, gradients, hessians, logOdds, settings);
        Arrays.fill(logOdds, (float) base);
    }

    /** An ensemble for some rows; at least one. Equal rows and seed give equal trees. */
    public static Forest grow(Rows rows, BoostingSettings settings, long seed) {
        Boosting boosting = new Boosting(rows, settings, seed);
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < settings.trees(); i++) {
            trees.add(boosting.next());
        }
        return new Forest(boosting.base, trees);
    }

    private Tree next() {
        derive();
        Tree tree = grower.grow(sampleRows(), sampleFeatures());
        for (int row = 0; row < logOdds.length; row++) {
            if (!sampled[row]) {
                logOdds[row] += tree.value(rows.bins(), row * rows.features());
            }
        }
        return tree;
    }

    private void derive() {
        for (int row = 0; row < logOdds.length; row++) {
            double p = 1 / (1 + Math.exp(-logOdds[row]));
            float weight = rows.weights()[row];
            gradients[row] = (float) (weight * (p - rows.labels()[row]));
            hessians[row] = (float) (weight * p * (1 - p));
        }
    }

    private int[] sampleRows() {
        int[] chosen = new int[rows.count()];
        int n = 0;
        for (int row = 0; row < chosen.length; row++) {
            boolean take = random.nextDouble() < settings.rowShare();
            sampled[row] = take;
            // Written whether taken or not: a branch on chance is mispredicted half of the time.
            chosen[n] = row;
            n += take ? 1 : 0;
        }
        return Arrays.copyOf(chosen, n);
    }

    private int[] sampleFeatures() {
        int all = rows.features();
        int wanted = Math.max(1, (int) Math.round(all * settings.featureShare()));
        int[] order = new int[all];
        for (int i = 0; i < all; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        int[] chosen = Arrays.copyOf(order, wanted);
        Arrays.sort(chosen);
        return chosen;
    }

    private static double overall(Rows rows) {
        double hits = 0;
        double all = 0;
        for (int i = 0; i < rows.count(); i++) {
            hits += rows.weights()[i] * rows.labels()[i];
            all += rows.weights()[i];
        }
        double share = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, hits / all));
        return Math.log(share / (1 - share));
    }
}
