package io.foresnap.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is held of each partition: keys of the cache and the offsets they cover. */
final class PartitionFiles {

    private final Map<String, Map<String, CachedPath>> byPartition = new ConcurrentHashMap<>();

    void add(String key, CachedPath file) {
        byPartition.compute(
                file.partition(),
                (p, known) -> {
                    Map<String, CachedPath> all = known == null ? new ConcurrentHashMap<>() : known;
                    all.put(key, file);
                    return all;
                });
    }

    void remove(String key) {
        CachedPath.of(key)
                .ifPresent(
                        file ->
                                byPartition.computeIfPresent(
                                        file.partition(), (p, files) -> without(files, key)));
    }

    private static @Nullable Map<String, CachedPath> without(
            Map<String, CachedPath> files, String key) {
        files.remove(key);
        return files.isEmpty() ? null : files;
    }

    /** What a partition has, by key. */
    Map<String, CachedPath> of(String partition) {
        return byPartition.getOrDefault(partition, Map.of());
    }

    /** The keys of what a snapshot makes worthless for the newest times: all that lies before. */
    List<String> before(String key, CachedPath snapshot) {
        return of(snapshot.partition()).entrySet().stream()
                .filter(other -> other.getValue().end() <= snapshot.end())
                .map(Map.Entry::getKey)
                .filter(other -> !other.equals(key))
                .toList();
    }
}
