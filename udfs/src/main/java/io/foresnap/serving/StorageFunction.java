package io.foresnap.serving;

import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.prefetch.Fetches;
import io.foresnap.prefetch.NodeFetches;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    private static final long LOOK_AGAIN_MS = 500;

    protected final ServingSettings settings;
    private transient @Nullable Storage storage;
    private transient @Nullable Fetches fetches;
    private transient @Nullable StorageThreads threads;
    private transient @Nullable Map<I, Work> running;

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
        threads = new StorageThreads(settings.threads(), "foresnap-" + getClass().getSimpleName());
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

    /**
     * When the log of a request is looked at again, milliseconds from now; 0 when it has waited for
     * its target time as long as it may.
     *
     * @param receivedMs when the job got it, by the machine's clock
     * @param most how long it may wait since then
     */
    final long lookAgainMs(long receivedMs, Duration most) {
        long waited = System.currentTimeMillis() - receivedMs;
        return Math.max(0, Math.min(most.toMillis() - waited, LOOK_AGAIN_MS));
    }

    /** How long a request may wait for its target time, by the machine's clock. */
    final Duration targetWait() {
        return Duration.ofMillis(
                (long) (settings.targetWait().toMillis() / settings.clock().speed()));
    }

    /** What a request becomes that took longer than it may. */
    abstract O tooLate(I input);

    @Override
    public void asyncInvoke(I input, ResultFuture<O> result) {
        Storage open = storage;
        StorageThreads pool = threads;
        Map<I, Work> tasks = running;
        Fetches reads = fetches;
        if (open == null || pool == null || tasks == null || reads == null) {
            throw new IllegalStateException("not open");
        }
        Work task =
                new Work(
                        pool,
                        self -> {
                            try {
                                finish(input, serve(reads, open, input), result);
                            } catch (RuntimeException | Error broken) {
                                result.completeExceptionally(broken);
                            } finally {
                                // Not one that was begun for it again meanwhile.
                                tasks.remove(input, self);
                            }
                        });
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
        Map<I, Work> tasks = running;
        Work task = tasks == null ? null : tasks.remove(input);
        if (task != null) {
            task.giveUp();
        }
    }

    /** What is done for an input. */
    private static final class Work implements Runnable {

        private final StorageThreads threads;
        private final Consumer<Work> work;
        private @Nullable Thread thread;
        private boolean givenUp;

        Work(StorageThreads threads, Consumer<Work> work) {
            this.threads = threads;
            this.work = work;
        }

        @Override
        public void run() {
            if (!begin()) {
                return;
            }
            try {
                work.accept(this);
            } finally {
                end();
            }
        }

        private synchronized boolean begin() {
            thread = givenUp ? null : Thread.currentThread();
            return !givenUp;
        }

        private synchronized void end() {
            thread = null;
            if (givenUp) {
                threads.cameBack();
                // Meant for what was given up, not for what this thread does next.
                Thread.interrupted();
            }
        }

        /** Interrupts it, or keeps it from beginning. */
        synchronized void giveUp() {
            givenUp = true;
            Thread working = thread;
            if (working != null) {
                threads.giveUp();
                working.interrupt();
            }
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
