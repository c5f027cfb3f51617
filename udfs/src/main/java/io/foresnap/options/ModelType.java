package io.foresnap.options;

/** Which model makes the probabilities. */
public enum ModelType {
    /** Renewal hazard from inter-arrival histograms. */
    HISTOGRAM,
    /** Logistic regression on binned features, trained by FTRL-Proximal. */
    LOGISTIC,
    /** Online mixture of the other models by recent loss. */
    AUTO
}
