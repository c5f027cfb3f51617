package io.foresnap.prefetch;

import io.foresnap.cache.TaskManagerScoped;

/** What all subtasks of a TaskManager read of durable files goes through one {@link Fetches}. */
public final class NodeFetches {

    private static final TaskManagerScoped<Fetches> SCOPE = new TaskManagerScoped<>();

    /** The TaskManager's, for a subtask that opens. */
    public static Fetches acquire() {
        return SCOPE.acquire(Fetches::new);
    }

    /** Gives it back. */
    public static void release() {
        SCOPE.release(fetches -> {});
    }

    private NodeFetches() {}
}
