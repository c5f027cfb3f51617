package io.foresnap.serving;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that work on storage. One that storage never lets go, interrupted or not, is given up:
 * another takes its place until it comes back, so that requests go on when storage does.
 */
final class StorageThreads implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(StorageThreads.class);

    /** More threads than that are not given up: whatever comes then waits. */
    private static final int MOST_GIVEN_UP = 64;

    private final int threads;
    private final ThreadPoolExecutor pool;
    private int givenUp;

    /**
     * @param threads how many work at a time
     * @param name of each
     */
    StorageThreads(int threads, String name) {
        this.threads = threads;
        this.pool =
                new ThreadPoolExecutor(
                        threads,
                        threads + MOST_GIVEN_UP,
                        1,
                        TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** A thread has been interrupted and is not expected to end soon. */
    synchronized void giveUp() {
        givenUp++;
        resize();
        LOG.info("{} threads have been interrupted and not ended so far", givenUp);
    }

    /** It has ended after all. */
    synchronized void cameBack() {
        givenUp--;
        resize();
    }

    private void resize() {
        pool.setCorePoolSize(threads + Math.min(MOST_GIVEN_UP, givenUp));
    }

    /** How many there are at most just now. */
    int most() {
        return pool.getCorePoolSize();
    }

    /** Interrupts them and takes no more work. */
    void shutdownNow() {
        pool.shutdownNow();
    }
}
