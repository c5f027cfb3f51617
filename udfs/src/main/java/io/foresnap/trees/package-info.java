/**
 * Gradient-boosted decision trees on rows of bytes, in plain Java and one thread: equal rows give
 * equal trees, bit for bit.
 *
 * <p>Friedman, "Greedy Function Approximation: a Gradient Boosting Machine" (2001), with the
 * second-order gains of Chen and Guestrin, "XGBoost" (2016), and the histograms and leaf-wise
 * growth of Ke et al., "LightGBM" (2017). A library would bring natives that do not survive two
 * class loaders in one JVM, which is what every restart of a Flink job is.
 */
@NullMarked
package io.foresnap.trees;

import org.jspecify.annotations.NullMarked;
