package io.foresnap.replay.simulation;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;

/**
 * Caffeine's W-TinyLFU; prefetches nothing. An entry is all that is held of an entity: single files
 * would leave one by one, and hardly a request would find all of them.
 */
final class TinyLfuPolicy implements Policy, Cache {

    private static final int UNIT = 1 << 10;

    private final Layout layout;
    private final Holdings holdings;
    private final com.github.benmanes.caffeine.cache.Cache<Integer, Integer> entries;
    private long nowMicros;

    TinyLfuPolicy(Scenario scenario, Holdings holdings) {
        this.layout = scenario.layout();
        this.holdings = holdings;
        this.entries =
                Caffeine.newBuilder()
                        .maximumWeight(holdings.capacity() / UNIT)
                        .weigher((Integer entity, Integer weight) -> weight)
                        .executor(Runnable::run)
                        .evictionListener(this::evicted)
                        .build();
    }

    private void evicted(@Nullable Integer entity, @Nullable Integer weight, RemovalCause cause) {
        if (entity != null) {
            holdings.removeAll(entity, nowMicros);
        }
    }

    @Override
    public Cache cache() {
        return this;
    }

    @Override
    public void read(int entity, long nowMs) {
        holdings.read(entity);
        var unused = entries.getIfPresent(entity);
    }

    @Override
    public void fill(int entity, long micros) {
        nowMicros = micros;
        int needed = holdings.chains().files(entity);
        for (int file = holdings.missing(entity, 0); file < needed; ) {
            holdings.add(entity, file, false, micros);
            file = holdings.missing(entity, file + 1);
        }
        weigh(entity);
    }

    @Override
    public void put(int entity, int file, long micros) {
        nowMicros = micros;
        holdings.add(entity, file, true, micros);
        weigh(entity);
    }

    /** Caffeine evicts at once what it does not admit, be it the entity itself. */
    private void weigh(int entity) {
        entries.put(entity, (int) (holdings.bytes(entity) / UNIT));
        entries.cleanUp();
    }

    @Override
    public boolean admits(int entity, int file, long nowMs) {
        return layout.fileBytes(file) <= holdings.capacity();
    }

    @Override
    public void drop(int entity, long micros) {
        nowMicros = micros;
        entries.invalidate(entity);
        holdings.removeAll(entity, micros);
    }
}
