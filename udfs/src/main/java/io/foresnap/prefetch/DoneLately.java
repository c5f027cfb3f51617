package io.foresnap.prefetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.foresnap.event.VirtualClock;
import io.foresnap.ranking.PrefetchTask;

/**
 * The urgent tasks that were done lately. A script that walks over its tables lets expect each of
 * them at every one of up to ten steps before it: nothing would be read again, but the NameNode
 * would be asked each time. So a repetition is left out whose window ends no later, until it is
 * time to look for newly closed segments, as that of a list would be.
 */
final class DoneLately {

    private static final int MOST = 100_000;

    private final VirtualClock clock;
    private final long refreshMs;
    private final Cache<What, Done> tasks = Caffeine.newBuilder().maximumSize(MOST).build();

    private record What(String table, int partition, long targetMs) {
        static What of(PrefetchTask task) {
            return new What(task.table(), task.partition(), task.targetMs());
        }
    }

    private record Done(long atMs, long untilMs) {}

    /**
     * @param refreshMs how often it is looked for newly closed segments, milliseconds of the clock
     */
    DoneLately(VirtualClock clock, long refreshMs) {
        this.clock = clock;
        this.refreshMs = refreshMs;
    }

    /**
     * Everything that a task needs is there, or on its way. What somebody ordered is always done.
     */
    void add(PrefetchTask task) {
        if (task.urgent() && !task.isOrdered()) {
            tasks.put(What.of(task), new Done(clock.nowMs(), task.deadlineMs()));
        }
    }

    /** Whether a task asks for nothing but what was done. */
    boolean covers(PrefetchTask task) {
        Done done = task.urgent() ? tasks.getIfPresent(What.of(task)) : null;
        return done != null
                && task.deadlineMs() <= done.untilMs()
                && clock.nowMs() - done.atMs() < refreshMs;
    }
}
