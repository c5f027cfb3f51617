package io.foresnap.cache;

import io.foresnap.cache.Ledger.Holding;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Names the partition that has to make room: the one least worth keeping, if what comes in may
 * displace it. Whoever has begun to leave goes on leaving when room is needed again, until a
 * request or a prefetch brings it back: without its newest file no request finds all it needs, so
 * of all partitions at most one is worth less than its bytes for want of room.
 *
 * <p>Looking at all partitions for each file would cost more than the file: one look finds the
 * least valued thirty-second of them, which leave one after the other as long as they are worth no
 * more than the best of them was. Not thread-safe.
 */
final class Victims {

    private static final int SHARE = 32;
    private static final int LEAST = 8;

    private final Ledger ledger;
    private final PartitionValues values;
    private final Predicate<Holding> eligible;
    private final ArrayDeque<Holding> least = new ArrayDeque<>();
    private double bound;
    private int looks;
    private @Nullable Holding leaving;

    /**
     * @param eligible who may be named at all; never what holds nothing
     */
    Victims(Ledger ledger, PartitionValues values, Predicate<Holding> eligible) {
        this.ledger = ledger;
        this.values = values;
        this.eligible = eligible;
    }

    private record Valued(Holding holding, double value) {}

    /** A request or a prefetch brings a partition back. */
    void returned(String partition) {
        if (leaving != null && leaving.partition().equals(partition)) {
            leaving = null;
        }
    }

    /**
     * Who has to leave; null when what comes in is worth too little.
     *
     * @param incoming the partition that needs room
     * @param claim what is worth less than this may be displaced
     */
    @Nullable Holding next(String incoming, double claim, long nowMs) {
        Holding begun = leaving;
        if (begun != null && eligible.test(begun)) {
            return begun;
        }
        boolean looked = least.isEmpty() || looks <= 0;
        if (looked) {
            look(nowMs);
        }
        looks--;
        leaving = first(incoming, claim, nowMs);
        if (leaving == null && least.isEmpty() && !looked) {
            look(nowMs);
            leaving = first(incoming, claim, nowMs);
        }
        return leaving;
    }

    private @Nullable Holding first(String incoming, double claim, long nowMs) {
        Iterator<Holding> candidates = least.iterator();
        while (candidates.hasNext()) {
            Holding candidate = candidates.next();
            if (!eligible.test(candidate)) {
                candidates.remove();
            } else if (!candidate.partition().equals(incoming)) {
                double value = values.keeping(ledger, candidate.partition(), nowMs);
                if (value >= claim && value <= bound) {
                    return null;
                }
                candidates.remove();
                if (value <= bound) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private void look(long nowMs) {
        int most = Math.max(LEAST, ledger.members().size() / SHARE);
        PriorityQueue<Valued> lowest =
                new PriorityQueue<>(Comparator.comparingDouble(Valued::value).reversed());
        for (Holding holding : ledger.members()) {
            if (eligible.test(holding)) {
                double value = values.keeping(ledger, holding.partition(), nowMs);
                if (lowest.size() < most) {
                    lowest.add(new Valued(holding, value));
                } else if (value < lowest.element().value()) {
                    lowest.remove();
                    lowest.add(new Valued(holding, value));
                }
            }
        }
        bound = lowest.isEmpty() ? 0 : lowest.element().value();
        looks = most;
        least.clear();
        while (!lowest.isEmpty()) {
            least.addFirst(lowest.remove().holding());
        }
    }
}
