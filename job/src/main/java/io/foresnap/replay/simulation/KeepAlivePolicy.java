package io.foresnap.replay.simulation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Keeps what was asked for warm for a fixed time: lists every entity whose last request is not
 * longer ago, the most recent first. The least recently used leaves.
 */
final class KeepAlivePolicy implements Policy {

    private static final long NEVER = Long.MIN_VALUE;

    private final long durationMs;
    private final Cache cache;
    private final long[] lastMs;

    KeepAlivePolicy(Scenario scenario, Holdings holdings, long durationMs) {
        this.durationMs = durationMs;
        this.cache = LruPolicy.lru(scenario, holdings);
        this.lastMs = new long[scenario.entities()];
        Arrays.fill(lastMs, NEVER);
    }

    @Override
    public Cache cache() {
        return cache;
    }

    @Override
    public void requested(int entity, long nowMs, int index) {
        lastMs[entity] = nowMs;
    }

    @Override
    public int[] list(int tick, long nowMs) {
        return IntStream.range(0, lastMs.length)
                .filter(e -> lastMs[e] != NEVER && nowMs - lastMs[e] <= durationMs)
                .boxed()
                .sorted(Comparator.comparingLong((Integer e) -> -lastMs[e]).thenComparing(e -> e))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
