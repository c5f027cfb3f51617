package io.foresnap.replay;

/**
 * The prediction ticks of a replay: tick k is at {@code firstMs + k * windowMs} and is about the
 * window from there to the next tick.
 *
 * @param firstMs time of tick 0, epoch milliseconds; a multiple of the window
 * @param windowMs interval and window, milliseconds
 * @param ticks how many there are
 */
public record TickGrid(long firstMs, long windowMs, int ticks) {

    /** The grid whose windows cover a span of time, both ends included. */
    public static TickGrid covering(long fromMs, long toMs, long windowMs) {
        long firstMs = Math.floorDiv(fromMs, windowMs) * windowMs;
        return new TickGrid(firstMs, windowMs, (int) ((toMs - firstMs) / windowMs) + 1);
    }

    /** Time of a tick, epoch milliseconds. */
    public long timeMs(int tick) {
        return firstMs + tick * windowMs;
    }

    /** The tick whose window a time falls into. */
    public int tickAt(long timeMs) {
        return (int) Math.floorDiv(timeMs - firstMs, windowMs);
    }

    /** The first tick that is scored: those before it only warm up. */
    public int firstScored() {
        return ticks / 2;
    }
}
