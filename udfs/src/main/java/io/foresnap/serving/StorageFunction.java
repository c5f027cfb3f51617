package io.foresnap.serving;

import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.prefetch.Fetches;
import io.foresnap.prefetch.NodeFetches;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Work on durable storage in threads of its own, so that no operator ever waits for it. What fails
 * is a value, never a failed job; what takes too long is interrupted.
 */
abstract class StorageFunction<I, O> extends RichAsyncFunction<I, O> {

    private static final long serialVersionUID = 1L;

    protected final ServingSettings settings;
    private transient @Nullable Storage storage;
    private transient @Nullable Fetches fetches;
    private transient @Nullable ExecutorService threads;
    private transient @Nullable Map<I, Future<?>> running;

    StorageFunction(ServingSettings settings) {
        this.settings = settings;
    }

    /** What this TaskManager reads. */
    final Fetches fetches() {
        return Objects.requireNonNull(fetches, "not open");
    }

    @Override
    public void open(OpenContext context) throws Exception {
        fetches = NodeFetches.acquire();
        storage = settings.storage().open();
        running = Collections.synchronizedMap(new java.util.IdentityHashMap<>());
        threads =
                Executors.newFixedThreadPool(
                        settings.threads(),
                        task -> {
                            Thread thread =
                                    new Thread(task, "foresnap-" + getClass().getSimpleName());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Why something failed, for the requester: a broken program has a name, but often no message.
     */
    static String cause(Exception failure) {
        String message = failure.getMessage();
        return failure instanceof IOException && message != null ? message : Retry.reason(failure);
    }

    /** Does the work; may block. Every expected failure is a value. */
    abstract O work(Storage storage, I input);

    /**
     * When the work is to be done again, milliseconds from now; 0 when its output stands. Nothing
     * is held meanwhile but the place among the requests under way.
     */
    long againAfterMs(I input, O output) {
        return 0;
    }

    /** What a request becomes that took longer than it may. */
    abstract O tooLate(I input);

    @Override
    public void asyncInvoke(I input, ResultFuture<O> result) {
        Storage open = storage;
        ExecutorService pool = threads;
        Map<I, Future<?>> tasks = running;
        Fetches reads = fetches;
        if (open == null || pool == null || tasks == null || reads == null) {
            throw new IllegalStateException("not open");
        }
        FutureTask<Void> task =
                new FutureTask<>(
                        () -> {
                            try {
                                finish(input, serve(reads, open, input), result);
                            } catch (RuntimeException | Error broken) {
                                result.completeExceptionally(broken);
                            } finally {
                                tasks.remove(input);
                            }
                        },
                        null);
        // Known before it starts: what ends at once would otherwise be noted when it is gone.
        tasks.put(input, task);
        try {
            pool.execute(task);
        } catch (RejectedExecutionException closing) {
            tasks.remove(input);
            result.complete(Collections.singleton(tooLate(input)));
        }
    }

    /** Prefetching gives way meanwhile. */
    private O serve(Fetches reads, Storage open, I input) {
        try (Fetches.Serving serving = reads.serve()) {
            return work(open, input);
        }
    }

    private void finish(I input, O output, ResultFuture<O> result) {
        long again = againAfterMs(input, output);
        if (again > 0) {
            CompletableFuture.delayedExecutor(again, TimeUnit.MILLISECONDS)
                    .execute(() -> asyncInvoke(input, result));
        } else {
            result.complete(Collections.singleton(output));
        }
    }

    @Override
    public void timeout(I input, ResultFuture<O> result) {
        // Before the thread is interrupted, or its "interrupted" may be the answer.
        result.complete(Collections.singleton(tooLate(input)));
        Map<I, Future<?>> tasks = running;
        Future<?> task = tasks == null ? null : tasks.remove(input);
        if (task != null) {
            task.cancel(true);
        }
    }

    @Override
    public void close() throws IOException {
        if (threads != null) {
            threads.shutdownNow();
        }
        if (fetches != null) {
            fetches = null;
            NodeFetches.release();
        }
        if (storage != null) {
            storage.close();
        }
    }
}
