package io.foresnap.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * On Ctrl-C the thread that made this is interrupted, so that it unwinds and closes all it opened
 * before the JVM goes; closing this says that it is done.
 */
public final class CloseOnInterrupt implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    /** For the thread that calls. */
    public CloseOnInterrupt() {
        Thread runner = Thread.currentThread();
        hook =
                new Thread(
                        () -> {
                            runner.interrupt();
                            try {
                                closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "foresnap-close");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException itIsWhatRunsUsDown) {
            return;
        }
    }
}
