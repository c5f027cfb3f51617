package io.foresnap.changelog;

/** Marks failures that trying again cannot mend. */
public interface FinalFailure {}
