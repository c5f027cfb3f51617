package io.foresnap.replay.simulation;

/** How long requests took, milliseconds. */
public record LatencyMillis(double mean, double p50, double p95, double p99) {}
