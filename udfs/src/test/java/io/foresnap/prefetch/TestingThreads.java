package io.foresnap.prefetch;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A thread that a test lets run into a wait. */
final class TestingThreads<T> {

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Thread thread;

    private TestingThreads(Callable<T> work) {
        thread =
                new Thread(
                        () -> {
                            try {
                                result.complete(work.call());
                            } catch (Throwable e) {
                                result.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }

    static <T> TestingThreads<T> start(Callable<T> work) {
        return new TestingThreads<>(work);
    }

    /** Returns when the thread waits for something. */
    TestingThreads<T> awaitWaiting() {
        while (thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TIMED_WAITING) {
            if (result.isDone()) {
                throw new AssertionError("it did not wait: " + result);
            }
            Thread.onSpinWait();
        }
        return this;
    }

    boolean isDone() {
        return result.isDone();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** What it came to. */
    T get() throws Exception {
        try {
            return result.orTimeout(1, TimeUnit.MINUTES).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
