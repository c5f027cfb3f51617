package io.foresnap.cache;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compacts partitions off the path of requests, one at a time, each asked for once until then. */
final class Compactor {

    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);

    /** Segments come in flocks: after a while there are more to take at once. */
    private static final long DELAY_MS = 300;

    private final Executor executor;
    private final Runnable shutdown;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /**
     * @param executor runs compactions
     */
    Compactor(Executor executor) {
        this(executor, () -> {});
    }

    private Compactor(Executor executor, Runnable shutdown) {
        this.executor = executor;
        this.shutdown = shutdown;
    }

    /** With a thread of its own, which ends when it has nothing to do. */
    static Compactor inBackground() {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread worker = new Thread(task, "foresnap-compaction");
                            worker.setDaemon(true);
                            return worker;
                        });
        thread.allowCoreThreadTimeOut(true);
        return new Compactor(
                CompletableFuture.delayedExecutor(DELAY_MS, TimeUnit.MILLISECONDS, thread),
                thread::shutdownNow);
    }

    void ask(String partition, Consumer<String> compaction) {
        if (!asked.add(partition)) {
            return;
        }
        try {
            executor.execute(() -> run(partition, compaction));
        } catch (RejectedExecutionException closed) {
            asked.remove(partition);
        }
    }

    private void run(String partition, Consumer<String> compaction) {
        asked.remove(partition);
        try {
            compaction.accept(partition);
        } catch (RuntimeException | OutOfMemoryError e) {
            // The runs stay as they are: slower to merge, and as right.
            LOG.warn("Cannot compact the cached runs of {}", partition, e);
        }
    }

    void close() {
        shutdown.run();
    }
}
