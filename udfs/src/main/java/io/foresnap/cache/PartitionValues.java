package io.foresnap.cache;

import io.foresnap.policy.Demand;
import io.foresnap.policy.Gaps;
import io.foresnap.policy.Trust;
import io.foresnap.policy.Worth;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What partitions are worth to a node: {@link Worth}, as in the replay, on the requests that come
 * by here and the predictions that are made for them. A bounded number is known; whoever was
 * neither asked for nor predicted for longest is forgotten.
 *
 * <p>Times are epoch milliseconds of the job's clock.
 */
final class PartitionValues {

    /** One takes some 650 bytes: a twentieth of the cache at most. */
    private static final long CACHE_BYTES_EACH = 13_000;

    private static final int LEAST = 1000;

    /** No list reaches further: a lead is no longer than a window. */
    private static final int UNPREDICTED_WINDOWS = 2;

    private final int capacity;
    private final long windowMs;
    private final LongSupplier clock;
    private final Worth worth;

    /** In the order they were last heard of. */
    private final Map<String, Known> known = new LinkedHashMap<>();

    private long tickMs = Long.MIN_VALUE / 2;

    /** Tick of the newest list heard of. */
    private long listedMs = Long.MIN_VALUE;

    private static final class Known {
        final Demand demand = new Demand();
        long neededBytes;
    }

    /**
     * @param cacheBytes size of the cache, which sets how many partitions are known
     * @param windowMs length of the prediction window
     * @param leadMs by how much predictions reach past it
     * @param clock the job's clock
     */
    PartitionValues(long cacheBytes, long windowMs, long leadMs, LongSupplier clock) {
        this.capacity = (int) Math.min(1 << 20, Math.max(LEAST, cacheBytes / CACHE_BYTES_EACH));
        this.windowMs = windowMs;
        this.clock = clock;
        this.worth = new Worth(windowMs, leadMs, new Gaps(), new Trust());
    }

    long nowMs() {
        return clock.getAsLong();
    }

    private Known heardOf(String partition, long neededBytes) {
        Known heard = heardOf(partition);
        if (neededBytes > 0) {
            heard.neededBytes = neededBytes;
        }
        return heard;
    }

    private Known heardOf(String partition) {
        Known found = known.remove(partition);
        Known heard = found == null ? new Known() : found;
        known.put(partition, heard);
        if (known.size() > capacity) {
            Iterator<String> longest = known.keySet().iterator();
            longest.next();
            longest.remove();
        }
        return heard;
    }

    /**
     * A request comes. Where nothing is predicted, windows pass all the same.
     *
     * @param neededBytes what it needs, in durable storage
     * @return whether a window began
     */
    synchronized boolean requested(String partition, long neededBytes) {
        long now = nowMs();
        boolean began = now - tickMs >= UNPREDICTED_WINDOWS * windowMs && begin(now);
        Known heard = heardOf(partition);
        heard.neededBytes = neededBytes;
        worth.requested(heard.demand, now);
        return began;
    }

    /** A request has fetched something of a partition, whether or not it was announced. */
    synchronized void requestedIfUnknown(String partition) {
        Known heard = known.get(partition);
        if (heard == null || !heard.demand.seen()) {
            worth.requested(heardOf(partition).demand, nowMs());
        }
    }

    /**
     * A partition is on the list of a tick; told as often as the list is gone through, and with
     * each file that arrives for it.
     *
     * @param probability of a request in the window
     * @param neededBytes what a request would need, in durable storage; 0 when it is not known
     * @return whether a window began
     */
    synchronized boolean predicted(
            String partition, double probability, long predictedMs, long neededBytes) {
        long listMs = Math.min(predictedMs, nowMs());
        boolean began = begin(listMs);
        Known heard = heardOf(partition, neededBytes);
        // A list reaches into the next window: what arrives late for it says nothing of that one.
        if (listMs >= listedMs) {
            listedMs = listMs;
            worth.predict(heard.demand, probability);
        }
        return began;
    }

    /**
     * A request for a partition is expected out of turn, maybe in hours: the ticks do not follow.
     *
     * @param neededBytes what it would need, in durable storage; 0 when it is not known
     */
    synchronized void announced(String partition, double probability, long neededBytes) {
        worth.announce(heardOf(partition, neededBytes).demand, probability);
    }

    /**
     * The model says nothing of what is not on its list: there the gaps alone count. What is
     * predicted out of turn, soon after a tick, is about the window under way.
     */
    private boolean begin(long newTickMs) {
        if (nowMs() < tickMs) {
            // The clock was set back: windows and lists go on from there.
            listedMs = Long.MIN_VALUE;
        } else if (newTickMs - tickMs < windowMs / 2) {
            return false;
        }
        tickMs = newTickMs;
        known.values().forEach(each -> worth.observe(each.demand));
        worth.endObserving();
        known.values().forEach(each -> worth.predict(each.demand, Double.NaN, newTickMs));
        return true;
    }

    /** What keeping a partition is worth: requests a window and byte. */
    synchronized double keeping(Ledger ledger, String partition, long nowMs) {
        Known heard = known.get(partition);
        return heard == null
                ? 0
                : worth.keeping(heard.demand, ledger.needed(partition, heard.neededBytes), nowMs);
    }

    /** What a partition that wants to come in may displace: whatever is worth less than this. */
    synchronized double displacing(
            Ledger ledger, String partition, boolean prefetched, long nowMs) {
        Known heard = known.get(partition);
        if (heard == null) {
            return 0;
        }
        long needed = ledger.needed(partition, heard.neededBytes);
        long held = ledger.bytes(partition);
        return worth.displacing(heard.demand, prefetched, held, needed, nowMs);
    }

    /** How many partitions are known. */
    synchronized int size() {
        return known.size();
    }
}
