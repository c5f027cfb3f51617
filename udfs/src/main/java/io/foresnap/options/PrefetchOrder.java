package io.foresnap.options;

/** What the prefetch list is ordered by. */
public enum PrefetchOrder {
    /** Requests that find everything in the cache, for each byte fetched. */
    VALUE,
    /** Time that requests save, for each byte fetched. */
    TIME,
    /** Probability of a request. */
    PROBABILITY
}
