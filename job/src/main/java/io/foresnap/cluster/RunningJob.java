package io.foresnap.cluster;

/**
 * A job that has not ended.
 *
 * @param state as Flink calls it
 */
public record RunningJob(String id, String name, String state) {}
