package io.foresnap.cache;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One instance for all subtasks of a TaskManager: made when the first one opens, closed when the
 * last one has closed. The only mutable static state of the job is held in these.
 */
public final class TaskManagerScoped<T> {

    private @Nullable T instance;
    private int users;

    /** The instance, made when there is none. Every acquire needs a release. */
    public synchronized T acquire(Supplier<T> factory) {
        T current = instance;
        if (current == null) {
            current = factory.get();
            instance = current;
        }
        users++;
        return current;
    }

    /** Gives the instance back; the last one closes it. */
    public synchronized void release(Consumer<T> close) {
        users--;
        T current = instance;
        if (users == 0 && current != null) {
            instance = null;
            close.accept(current);
        }
    }

    /** The instance if there is one. */
    public synchronized @Nullable T current() {
        return instance;
    }
}
