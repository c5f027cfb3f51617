package io.foresnap.event;

/**
 * Which occurrences of something that may come in floods are worth a line in the log: the first,
 * the second, the fourth, and so on. Not for several threads.
 */
public final class Often {

    private long times;

    /** Counts an occurrence; whether it is worth a line. */
    public boolean isWorthSaying() {
        times++;
        return Long.bitCount(times) == 1;
    }

    /** How many there were. */
    public long times() {
        return times;
    }
}
