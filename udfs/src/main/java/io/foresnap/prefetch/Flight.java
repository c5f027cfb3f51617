package io.foresnap.prefetch;

import io.foresnap.changelog.CachedFile;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A file that is being read and decoded now, and who waits for it. */
final class Flight {

    private final boolean prefetch;
    private final BooleanSupplier inVain;
    private long bytes;
    private boolean wanted;
    private boolean over;
    private Optional<CachedFile> content = Optional.empty();
    private long progressNanos;
    private boolean sorting;

    /**
     * @param prefetch whether nobody has asked for it yet
     * @param inVain whether it is of no use any more to whoever began it
     * @param nowNanos time, nanoseconds
     */
    private Flight(boolean prefetch, BooleanSupplier inVain, long nowNanos) {
        this.prefetch = prefetch;
        this.inVain = inVain;
        this.progressNanos = nowNanos;
    }

    /** A request's, which is never in vain. */
    static Flight ofRequest(long nowNanos) {
        return new Flight(false, () -> false, nowNanos);
    }

    /** One that nobody has asked for. */
    static Flight ofPrefetch(BooleanSupplier inVain, long nowNanos) {
        return new Flight(true, inVain, nowNanos);
    }

    boolean isPrefetch() {
        return prefetch;
    }

    /** Whether a request waits, or has waited, for it. */
    synchronized boolean isWanted() {
        return wanted;
    }

    /** Whether it is over without a result unless a request waits for it. */
    synchronized boolean isInVain() {
        return !wanted && inVain.getAsBoolean();
    }

    /** Whether there is no reason to let others go first any more. */
    synchronized boolean waitsNoMore() {
        return wanted || inVain.getAsBoolean();
    }

    /** So many bytes more are read. */
    synchronized void read(int more) {
        bytes += more;
    }

    /** Bytes read so far. */
    synchronized long bytes() {
        return bytes;
    }

    synchronized void want() {
        wanted = true;
    }

    /** It moves. Returns nanoseconds since it moved last. */
    synchronized long moved(long nowNanos) {
        long since = nowNanos - progressNanos;
        progressNanos = nowNanos;
        return since;
    }

    /** From here on it moves by larger steps. */
    synchronized void sorts() {
        sorting = true;
    }

    /** It is over: with its content, or, when it failed, without. */
    synchronized void end(Optional<CachedFile> result) {
        over = true;
        content = result;
        notifyAll();
    }

    /**
     * Waits until it is over or stands still for too long.
     *
     * @param stall how long it may stand still
     * @return its content; empty when it failed or stalled
     */
    synchronized Optional<CachedFile> await(Stall stall) throws InterruptedException {
        long joined = stall.now();
        while (!over) {
            long now = stall.now();
            // It may have been held back until now: that it moves again is what counts.
            long still = now - Math.max(joined, progressNanos);
            long left = Math.min(stall.allowedNanos(sorting) - still, stall.mostNanos(now, joined));
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left / 1_000_000 + 1);
        }
        return content;
    }

    /** How long somebody waits for a flight that is not his. */
    interface Stall {
        /** Time, nanoseconds. */
        long now();

        /** How long it may stand still, nanoseconds. */
        long allowedNanos(boolean sorting);

        /** What is left of the time that somebody waits at most, nanoseconds. */
        long mostNanos(long now, long joined);
    }
}
