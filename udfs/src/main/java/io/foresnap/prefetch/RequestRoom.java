package io.foresnap.prefetch;

import io.foresnap.changelog.FinalFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * The part of a TaskManager's heap that requests may fill with what they read. A log that is too
 * long for it fails its request, and nothing else: a heap that is full to the brim fails whoever
 * asks for memory next.
 */
public final class RequestRoom {

    /** Flink, and the one file that is being decoded, need this much at least. */
    private static final long LEAST_LEFT = 192L << 20;

    private static final int LEFT_SHARE = 8;
    private static final long PATIENCE_SECONDS = 30;

    private final long heapBytes;
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
        this.heapBytes = heapBytes;
    }

    /**
     * Takes room for a file that was read. While other requests hold some, waits for them a while.
     *
     * @param own bytes that the request holds already
     * @param cacheBytes what the cache may take of the heap
     * @throws NoRoomException when there is not so much
     */
    public synchronized void take(long bytes, long own, long cacheBytes) throws IOException {
        long most = most(cacheBytes);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (taken + bytes > most && taken > own) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            await(left);
        }
        if (taken + bytes > most) {
            throw new NoRoomException(own + bytes, most);
        }
        taken += bytes;
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
