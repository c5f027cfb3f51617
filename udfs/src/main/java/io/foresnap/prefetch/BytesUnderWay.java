package io.foresnap.prefetch;

import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/**
 * Bounds the bytes of runs between the prefetch workers and the serving nodes: what has been
 * fetched stays in this memory while a serving node is too busy to take it.
 */
final class BytesUnderWay {

    private static final long LEAST = 1 << 20;
    private static final long MOST = 64 << 20;
    private static final int SHARE_OF_CACHE = 8;
    private static final long LOOK_AGAIN_MS = 100;

    private final long limit;
    private long bytes;

    private BytesUnderWay(long limit) {
        this.limit = limit;
    }

    /** The bound that goes with a serving node's cache. */
    static BytesUnderWay ofCache(long cacheBytes) {
        return new BytesUnderWay(Math.max(LEAST, Math.min(MOST, cacheBytes / SHARE_OF_CACHE)));
    }

    /**
     * Waits for room. What is larger than all room there is goes alone.
     *
     * @param expected bytes
     * @param inVain whether it is no use waiting any longer
     * @return whether there is room, which then has to be given back
     */
    synchronized boolean acquire(long expected, BooleanSupplier inVain)
            throws InterruptedIOException {
        while (bytes > 0 && bytes + expected > limit) {
            if (inVain.getAsBoolean()) {
                return false;
            }
            try {
                wait(LOOK_AGAIN_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while serving nodes were busy");
            }
        }
        bytes += expected;
        return true;
    }

    /** Gives back; negative where there came more than was expected. */
    synchronized void release(long count) {
        bytes -= count;
        notifyAll();
    }

    /** Bytes between workers and serving nodes now. */
    synchronized long bytes() {
        return bytes;
    }
}
