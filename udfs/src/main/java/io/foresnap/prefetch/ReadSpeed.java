package io.foresnap.prefetch;

/**
 * How long files take from being opened to being decoded, following slowly what was measured. An
 * open costs as much as a mebibyte.
 */
final class ReadSpeed {

    private static final double OPEN_BYTES = 1 << 20;
    private static final double FOLLOW = 0.1;
    private static final double DOUBT = 0.9;

    /** 50 MB/s, until something has been measured. */
    private double nanosPerByte = 20;

    synchronized void learn(long bytes, long nanos) {
        nanosPerByte += FOLLOW * (nanos / (bytes + OPEN_BYTES) - nanosPerByte);
    }

    /** Nothing is learned from what is left out: without doubt it would be left out for ever. */
    synchronized void doubt() {
        nanosPerByte *= DOUBT;
    }

    /** Nanoseconds that files take one after the other. */
    synchronized long expectedNanos(int files, long bytes) {
        return (long) (nanosPerByte * (bytes + files * OPEN_BYTES));
    }
}
