package io.foresnap.prefetch;

import io.foresnap.changelog.FinalFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The part of a TaskManager's heap that requests may fill with what they read. A log that is too
 * long for it fails its request, and nothing else: a heap that is full to the brim fails whoever
 * asks for memory next.
 */
public final class RequestRoom {

    /**
     * Flink, and the files that are being decoded, need this much at least: with 128 MB a log that
     * was too long still ran into the end of a heap of 480.
     */
    private static final long LEAST_LEFT = 192L << 20;

    private static final int LEFT_SHARE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final long heapBytes;
    private final Duration patience;
    private long taken;

    /** A request that would need more than there is. */
    public static final class NoRoomException extends IOException implements FinalFailure {

        private static final long serialVersionUID = 1L;

        NoRoomException(long needed, long most) {
            super(
                    "its change log is too long for this TaskManager's heap: it takes more than %d MB of the %d MB that requests may use; a newer snapshot makes it shorter"
                            .formatted(needed >> 20, most >> 20));
        }
    }

    RequestRoom(long heapBytes) {
        this(heapBytes, PATIENCE);
    }

    /**
     * @param patience how long what others hold is waited for
     */
    RequestRoom(long heapBytes, Duration patience) {
        this.heapBytes = heapBytes;
        this.patience = patience;
    }

    /**
     * Changes how much a request holds beside the cache. While other requests hold too much of the
     * rest, waits for them a while.
     *
     * @param own bytes that the request has taken already
     * @param wanted bytes that it holds now
     * @param cacheBytes what the cache holds of the heap
     * @throws NoRoomException when it would not fit without the other requests, either
     * @throws IOException when these went on too long; a request that gives back what it has and
     *     tries again later lets them end
     */
    public synchronized void resize(long own, long wanted, long cacheBytes) throws IOException {
        long most = most(cacheBytes);
        if (wanted > own && wanted > most) {
            throw new NoRoomException(wanted, most);
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (wanted > own && taken - own + wanted > most) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IOException(
                        "other requests hold %d of the %d MB that requests may use"
                                .formatted(taken - own >> 20, most >> 20));
            }
            await(left);
        }
        taken += wanted - own;
        if (wanted < own) {
            notifyAll();
        }
    }

    private void await(long nanos) throws InterruptedIOException {
        try {
            wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while other requests held the memory");
        }
    }

    private long most(long cacheBytes) {
        long left = Math.max(LEAST_LEFT, heapBytes / LEFT_SHARE);
        return Math.max(heapBytes / LEFT_SHARE, heapBytes - cacheBytes - left);
    }

    /** Gives back what a request took. */
    public synchronized void giveBack(long bytes) {
        taken -= bytes;
        notifyAll();
    }

    /** Bytes that requests hold. */
    synchronized long taken() {
        return taken;
    }
}
