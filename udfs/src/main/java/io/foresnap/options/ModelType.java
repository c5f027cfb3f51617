package io.foresnap.options;

/** Which model makes the probabilities. */
public enum ModelType {
    /** Renewal hazard from inter-arrival histograms. */
    HISTOGRAM,
    /** Logistic regression on binned features, trained by FTRL-Proximal. */
    LOGISTIC,
    /** Simple recurrent network over the newest accesses, joined with the features. */
    RNN,
    /** The same with long short-term memory. */
    LSTM,
    /** The same with gated recurrent units. */
    GRU,
    /** Gradient-boosted trees, grown anew from a buffer of past examples. */
    TREES,
    /** Online mixture of HISTOGRAM, GRU, TREES and LOGISTIC by recent loss. */
    AUTO
}
