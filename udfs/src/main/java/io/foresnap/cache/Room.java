package io.foresnap.cache;

import io.foresnap.cache.Ledger.Holding;
import io.foresnap.cache.Ledger.Item;
import java.util.function.Consumer;

/**
 * Makes room for what is worth more than what leaves, newest files first and no more than needed. A
 * part of the room is never taken by what was prefetched and not used, so that a wrong model cannot
 * push out what requests brought. Not thread-safe.
 */
final class Room {

    /**
     * What a request brought may displace what is worth nothing: so it is before gaps are known.
     */
    private static final double WORTH_SOMETHING = Double.MIN_NORMAL;

    private final Ledger ledger;
    private final PartitionValues values;
    private final long capacity;
    private final long mostUnused;
    private final Consumer<Item> evict;
    private final Victims victims;
    private final Victims unusedVictims;

    /**
     * @param capacity most bytes held
     * @param mostUnused most bytes of what was prefetched and not used
     * @param evict takes an item out of the ledger, and out of what it keeps the books of
     */
    Room(
            Ledger ledger,
            PartitionValues values,
            long capacity,
            long mostUnused,
            Consumer<Item> evict) {
        this.ledger = ledger;
        this.values = values;
        this.capacity = capacity;
        this.mostUnused = mostUnused;
        this.evict = evict;
        this.victims = new Victims(ledger, values, holding -> !holding.isEmpty());
        this.unusedVictims = new Victims(ledger, values, holding -> holding.unusedBytes() > 0);
    }

    /**
     * Whether there is room now, after what is worth less has left.
     *
     * @param key what it will be held under, perhaps in the place of something else
     * @param prefetched whether nobody has asked for it yet
     */
    boolean make(String key, String partition, long bytes, boolean prefetched) {
        victims.returned(partition);
        unusedVictims.returned(partition);
        Item replaced = ledger.get(key);
        long most = capacity - bytes + (replaced == null ? 0 : replaced.bytes());
        long mostOfThese = prefetched ? mostUnused - bytes : Long.MAX_VALUE;
        if (ledger.bytes() <= most && ledger.unusedBytes() <= mostOfThese) {
            return true;
        }
        long now = values.nowMs();
        double worth = values.displacing(ledger, partition, prefetched, now);
        double claim = prefetched ? worth : Math.max(worth, WORTH_SOMETHING);
        return claim > 0
                && makeAmongUnused(partition, claim, mostOfThese, now)
                && makeAmongAll(partition, claim, most, now);
    }

    private boolean makeAmongUnused(String partition, double claim, long most, long now) {
        while (ledger.unusedBytes() > most) {
            Holding victim = unusedVictims.next(partition, claim, now);
            Item newest = victim == null ? null : victim.newestUnused();
            if (newest == null) {
                return false;
            }
            evict.accept(newest);
        }
        return true;
    }

    private boolean makeAmongAll(String partition, double claim, long most, long now) {
        while (ledger.bytes() > most) {
            Holding victim = victims.next(partition, claim, now);
            if (victim == null) {
                return false;
            }
            evict.accept(victim.newest());
        }
        return true;
    }
}
