package io.foresnap.features;

/**
 * When a tick is and what it is about. Requests are counted in windows that follow each other from
 * tick to tick; a probability is about the one that begins and, so that its beginning is not
 * missed, some of the next.
 *
 * @param tickMs where a window ends and the next begins, epoch milliseconds
 * @param windowMs length of a window, milliseconds
 * @param leadMs by how much a probability reaches past the window, milliseconds
 */
record TickTimes(long tickMs, long windowMs, long leadMs) {

    /** What a probability is about, milliseconds from the tick. */
    long horizonMs() {
        return windowMs + leadMs;
    }
}
