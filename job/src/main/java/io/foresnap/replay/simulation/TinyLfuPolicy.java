package io.foresnap.replay.simulation;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;

/**
 * Caffeine's W-TinyLFU over single files; prefetches nothing. Files weigh what they weigh in a unit
 * that all sizes are multiples of, or nearly.
 */
final class TinyLfuPolicy implements Policy, Cache {

    private static final int UNIT = 1 << 10;

    private final Layout layout;
    private final Holdings holdings;
    private final com.github.benmanes.caffeine.cache.Cache<Long, Integer> files;
    private final int filesPerEntity;
    private long nowMicros;

    TinyLfuPolicy(Scenario scenario, Holdings holdings) {
        this.layout = scenario.layout();
        this.holdings = holdings;
        this.filesPerEntity = layout.mostFiles();
        this.files =
                Caffeine.newBuilder()
                        .maximumWeight(holdings.capacity() / UNIT)
                        .weigher((Long file, Integer weight) -> weight)
                        .executor(Runnable::run)
                        .evictionListener(this::evicted)
                        .build();
    }

    private void evicted(@Nullable Long file, @Nullable Integer weight, RemovalCause cause) {
        if (file != null) {
            int entity = (int) (file / filesPerEntity);
            holdings.remove(entity, (int) (file % filesPerEntity), nowMicros);
        }
    }

    @Override
    public Cache cache() {
        return this;
    }

    @Override
    public void requested(int entity, long nowMs) {
        nowMicros = nowMs * 1000;
        holdings.read(entity);
        int newest = holdings.newest(entity);
        for (int file = 0; file <= newest; file++) {
            if (holdings.holds(entity, file)) {
                var unused = files.getIfPresent(key(entity, file));
            }
        }
    }

    @Override
    public boolean admits(int entity, int file, long nowMs) {
        return true;
    }

    @Override
    public void put(int entity, int file, boolean prefetched, long micros) {
        nowMicros = micros;
        holdings.add(entity, file, prefetched, micros);
        files.put(key(entity, file), (int) (layout.fileBytes(file) / UNIT));
        files.cleanUp();
    }

    @Override
    public void drop(int entity, long micros) {
        nowMicros = micros;
        int newest = holdings.newest(entity);
        for (int file = 0; file <= newest; file++) {
            files.invalidate(key(entity, file));
        }
        holdings.removeAll(entity, micros);
    }

    private long key(int entity, int file) {
        return (long) entity * filesPerEntity + file;
    }
}
