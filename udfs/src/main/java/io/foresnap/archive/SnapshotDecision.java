package io.foresnap.archive;

/**
 * Whether a partition's next snapshot is due.
 *
 * @param due whether to make it now
 * @param priority among those due, the greatest first: what it saves over what it costs
 * @param reason in plain words
 */
public record SnapshotDecision(boolean due, double priority, String reason) {}
