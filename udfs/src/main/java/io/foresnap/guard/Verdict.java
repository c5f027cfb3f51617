package io.foresnap.guard;

/** What the guard says to a prefetch task. */
public enum Verdict {
    /** It may be fetched. */
    PASSED,
    /** An operator has switched prefetching off. */
    PAUSED,
    /** Prefetching runs in shadow: this one would have been fetched. */
    SHADOW,
    /** Its partition is held out, to measure what prefetching brings. */
    HELD_OUT
}
