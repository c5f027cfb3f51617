package io.foresnap.cache;

import com.github.benmanes.caffeine.cache.Expiry;

/** Entries say themselves how long they may stay unused. */
final class UntilWindowEnds implements Expiry<String, CacheEntry> {

    @Override
    public long expireAfterCreate(String key, CacheEntry entry, long now) {
        return entry.nanosToLive();
    }

    @Override
    public long expireAfterUpdate(String key, CacheEntry entry, long now, long left) {
        return entry.nanosToLive();
    }

    @Override
    public long expireAfterRead(String key, CacheEntry entry, long now, long left) {
        return left;
    }
}
