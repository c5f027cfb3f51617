package io.foresnap.cache;

import org.jspecify.annotations.Nullable;

/** The cache that all serving subtasks of a TaskManager share. */
public final class NodeCache {

    private static final TaskManagerScoped<RunCache> SCOPE = new TaskManagerScoped<>();

    /** The node's cache for a serving subtask. */
    public static RunCache acquire(CacheSettings settings) {
        return SCOPE.acquire(() -> new RunCache(settings));
    }

    /** Gives it back. */
    public static void release() {
        SCOPE.release(RunCache::close);
    }

    /** The node's cache if any serving subtask runs here. */
    public static @Nullable RunCache current() {
        return SCOPE.current();
    }

    private NodeCache() {}
}
