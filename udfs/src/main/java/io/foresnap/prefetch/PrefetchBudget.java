package io.foresnap.prefetch;

import io.foresnap.cache.CacheSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much of a list may be fetched. Tasks come in order of value; once what they need would fill
 * the memory that predictions may have, the rest of the list has no room: fetching it would push
 * out what is worth more.
 *
 * <p>What predictions may have is what the cache gives them: all but {@code cache.demand-share} for
 * files that nobody has asked for yet, be they here already or still to be fetched. What a request
 * has used is no speculation any more and is in nobody's share; but together with the others it
 * must fit into memory, for a list that is more than that would displace itself. Neither costs any
 * bandwidth. A file that several tasks need counts once.
 *
 * <p>Where the serving node is not in this process it cannot be seen what was used: all counts as
 * unused there, and too little is fetched rather than too much.
 */
final class PrefetchBudget {

    /** A run is larger than its compressed file; the ratio follows what was fetched lately. */
    private static final double FIRST_RATIO = 4;

    private static final double FOLLOW = 0.05;

    private final long memoryBytes;
    private final long mostUnusedBytes;
    private final Set<String> counted = new HashSet<>();
    private long tickMs = Long.MIN_VALUE;
    private int round = Integer.MIN_VALUE;
    private double planned;
    private double plannedUnused;
    private double ratio = FIRST_RATIO;

    PrefetchBudget(CacheSettings cache) {
        this.memoryBytes = cache.memoryBytes();
        this.mostUnusedBytes = cache.mostUnusedBytes();
    }

    /**
     * A file that a task needs in memory.
     *
     * @param bytes in durable storage
     * @param used whether it is there, and a request has used it
     */
    record Need(String path, long bytes, boolean used) {}

    /** Whether the next task of a list still has room; counts what it needs if so. */
    synchronized boolean admits(long tick, int listRound, List<Need> needs) {
        // A straggler of a list that has been replaced counts in the newer one.
        if (tick > tickMs || (tick == tickMs && listRound > round)) {
            tickMs = tick;
            round = listRound;
            planned = 0;
            plannedUnused = 0;
            counted.clear();
        }
        double all = planned;
        double unused = plannedUnused;
        for (Need need : needs) {
            if (!counted.contains(need.path())) {
                all += need.bytes() * ratio;
                unused += need.used() ? 0 : need.bytes() * ratio;
            }
        }
        if (all > memoryBytes || unused > mostUnusedBytes) {
            return false;
        }
        planned = all;
        plannedUnused = unused;
        needs.forEach(need -> counted.add(need.path()));
        return true;
    }

    /** Whether something that is part of no list has room. */
    synchronized boolean admitsUrgent(List<Need> needs) {
        long unused = needs.stream().filter(need -> !need.used()).mapToLong(Need::bytes).sum();
        return unused * ratio <= mostUnusedBytes;
    }

    /** How large files are expected to become in memory, bytes. */
    synchronized long expectedBytes(long sourceBytes) {
        return (long) (sourceBytes * ratio);
    }

    /** Learns how large a file becomes in memory. */
    synchronized void learn(long sourceBytes, long runBytes) {
        if (sourceBytes > 0) {
            ratio += FOLLOW * ((double) runBytes / sourceBytes - ratio);
        }
    }
}
