package io.foresnap.trees;

/**
 * How an ensemble is grown.
 *
 * @param trees how many trees
 * @param leaves most leaves of a tree
 * @param learningRate what each tree's values are multiplied with
 * @param l2 penalty on squared leaf values
 * @param leastHessian least sum of {@code weight * p * (1 - p)} in a leaf
 * @param featureShare share of the features that a tree may split on
 * @param rowShare share of the rows that a tree sees
 */
public record BoostingSettings(
        int trees,
        int leaves,
        double learningRate,
        double l2,
        double leastHessian,
        double featureShare,
        double rowShare) {}
