package io.foresnap.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest signs for a table. Like accesses they are heard when they arrive and take effect at
 * the first tick after them.
 */
public class TableSigns {

    /** Most signs that are in effect. */
    private static final int MOST = 4;

    /** A sign is over when its lag has passed and so many deviations more. */
    private static final int OVERDUE = 6;

    private static final Comparator<Sign> ORDER =
            Comparator.comparingLong(Sign::atMs)
                    .thenComparingDouble(Sign::share)
                    .thenComparingLong(Sign::lagMs)
                    .thenComparingLong(Sign::spreadMs);

    public List<Sign> pending = new ArrayList<>();
    public List<Sign> signs = new ArrayList<>();

    /** Notes a sign. Many may wait for a tick: they share one copy of the table's name. */
    public void hear(Sign sign) {
        pending.add(pending.isEmpty() ? sign : sign.named(pending.get(0).table()));
    }

    /** Lets signs before a tick take effect, and drops those that are over. */
    public void foldBefore(long tickMs) {
        for (Sign sign : pending) {
            if (sign.atMs() < tickMs) {
                signs.add(sign);
            }
        }
        pending.removeIf(sign -> sign.atMs() < tickMs);
        signs.removeIf(s -> tickMs > s.atMs() + s.lagMs() + OVERDUE * s.spreadMs());
        signs.sort(ORDER);
        while (signs.size() > MOST) {
            signs.remove(0);
        }
    }

    /** Whether there is nothing to remember. */
    public boolean empty() {
        return pending.isEmpty() && signs.isEmpty();
    }

    /**
     * The sign that makes a window most likely.
     *
     * @param sinceMs the newest access to the partition: signs before it have come true
     */
    public @Nullable Sign strongest(long sinceMs, long tickMs, long windowMs) {
        Sign best = null;
        double most = -1;
        for (Sign sign : signs) {
            double p = sign.probability(tickMs, windowMs);
            if (sign.atMs() >= sinceMs && p >= most) {
                best = sign;
                most = p;
            }
        }
        return best;
    }
}
