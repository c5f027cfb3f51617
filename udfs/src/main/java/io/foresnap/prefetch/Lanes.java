package io.foresnap.prefetch;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The two lanes of a TaskManager. Requests never wait here. Prefetching asks before each piece that
 * it reads, decodes or sorts: while requests are being served it stands still, but for a trickle
 * that keeps it alive on a node that is never idle; and at no time do more than {@code decoders} of
 * its threads decode, so that a request that comes finds a free processor.
 *
 * <p>A prefetch that a request waits for belongs to the request's lane from then on.
 */
final class Lanes {

    /** Two thirds of a 64 MB segment a minute, for a few percent of two processors. */
    private static final long TRICKLE_PER_SECOND = 4L << 20;

    private static final long TRICKLE_BURST = 1 << 18;

    /**
     * So much of the trickle does not come after a pause that is worth as much: most requests are
     * over before any of it does. Where they follow each other sooner the node is not idle.
     */
    private static final long TRICKLE_WAITS = TRICKLE_BURST;

    private static final long IDLE_NANOS =
            TimeUnit.SECONDS.toNanos(1) * TRICKLE_WAITS / TRICKLE_PER_SECOND;

    /** What a step costs besides its bytes: asking the NameNode, opening a stream. */
    private static final int STEP_COST = 1 << 12;

    /** A window that ends wakes nobody. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final int decoders;
    private final TokenBucket trickle;
    private int requests;
    private long idleSince;
    private int decoding;

    /**
     * @param nanoTime a clock that only moves forward
     * @param decoders how many prefetches may decode at a time
     */
    Lanes(LongSupplier nanoTime, int decoders) {
        this.nanoTime = nanoTime;
        this.decoders = decoders;
        this.idleSince = nanoTime.getAsLong();
        this.trickle = new TokenBucket(TRICKLE_PER_SECOND, TRICKLE_BURST, idleSince);
    }

    synchronized void beginRequest() {
        long now = nanoTime.getAsLong();
        if (requests == 0 && now - idleSince >= IDLE_NANOS) {
            trickle.owe(TRICKLE_WAITS, now);
        }
        requests++;
    }

    synchronized void endRequest() {
        requests--;
        idleSince = nanoTime.getAsLong();
        notifyAll();
    }

    /** Somebody's {@code wanted} has changed. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Waits for prefetching's turn.
     *
     * @param bytes of the next piece
     * @param cap limits what is read; null when it is not read from storage
     * @param waitsNoMore whether a request waits for it by now, or nobody any more
     */
    synchronized void awaitTurn(int bytes, @Nullable TokenBucket cap, BooleanSupplier waitsNoMore)
            throws InterruptedIOException {
        while (!waitsNoMore.getAsBoolean()) {
            long now = nanoTime.getAsLong();
            long nanos = cap == null ? 0 : cap.nanosUntilAny(now);
            if (requests > 0) {
                nanos = Math.max(nanos, trickle.nanosUntilAny(now));
            }
            if (nanos <= 0) {
                break;
            }
            pause(Math.min(nanos, LOOK_AGAIN_NANOS));
        }
        pay(bytes, cap);
    }

    private void pay(int bytes, @Nullable TokenBucket cap) {
        long now = nanoTime.getAsLong();
        if (cap != null) {
            cap.take(bytes, now);
        }
        if (requests > 0) {
            trickle.take(bytes + (long) STEP_COST, now);
        }
    }

    /** Waits until one more prefetch may decode; {@link #endDecoding} must follow. */
    synchronized void beginDecoding(BooleanSupplier waitsNoMore) throws InterruptedIOException {
        while (decoding >= decoders && !waitsNoMore.getAsBoolean()) {
            pause(LOOK_AGAIN_NANOS);
        }
        decoding++;
    }

    synchronized void endDecoding() {
        decoding--;
        notifyAll();
    }

    private void pause(long nanos) throws InterruptedIOException {
        try {
            // At least a millisecond: zero would be for ever.
            wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while requests were served");
        }
    }
}
