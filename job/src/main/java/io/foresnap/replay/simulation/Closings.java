package io.foresnap.replay.simulation;

import java.util.Comparator;
import java.util.stream.IntStream;

/** When which entity gets a file, a segment or a snapshot, in order of time. */
final class Closings {

    private final long intervalMs;
    private final int[] order;
    private final long[] firstMs;
    private long rounds;
    private int next;

    Closings(Layout layout, long intervalMs, long fromMs) {
        this.intervalMs = intervalMs;
        long[] first =
                IntStream.range(0, layout.entities())
                        .mapToLong(e -> layout.nextCloseMs(e, fromMs))
                        .toArray();
        order =
                IntStream.range(0, first.length)
                        .boxed()
                        .sorted(Comparator.comparingLong(e -> first[e]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        firstMs = IntStream.of(order).mapToLong(e -> first[e]).toArray();
    }

    /** Time of the next one, epoch milliseconds. */
    long nextMs() {
        return firstMs[next] + rounds * intervalMs;
    }

    /** The entity that gets the next one; goes on to the one after. */
    int take() {
        int entity = order[next];
        next = (next + 1) % order.length;
        rounds += next == 0 ? 1 : 0;
        return entity;
    }
}
