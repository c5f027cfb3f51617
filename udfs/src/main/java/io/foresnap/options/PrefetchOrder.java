package io.foresnap.options;

/** What the prefetch list is ordered by. */
public enum PrefetchOrder {
    /** Time that requests save for each byte fetched. */
    VALUE,
    /** Probability of a request. */
    PROBABILITY
}
