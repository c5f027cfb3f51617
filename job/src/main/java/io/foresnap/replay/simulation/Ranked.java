package io.foresnap.replay.simulation;

import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Puts entities into an order. */
final class Ranked {

    private Ranked() {}

    /** Those that a condition admits, the highest value first; ties by number. */
    static int[] highestFirst(int entities, IntPredicate listed, IntToDoubleFunction value) {
        double[] values = new double[entities];
        return IntStream.range(0, entities)
                .filter(listed)
                .peek(e -> values[e] = value.applyAsDouble(e))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer e) -> -values[e]).thenComparing(e -> e))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
