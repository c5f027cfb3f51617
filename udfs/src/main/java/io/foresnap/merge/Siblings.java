package io.foresnap.merge;

import java.io.IOException;
import java.util.List;

/** The partitions of a table, for a change in one that needs a row from another. */
public interface Siblings {

    /** Partition numbers. */
    List<Integer> partitions() throws IOException;

    /**
     * Another partition as listed at one moment.
     *
     * @param plan reaches from a snapshot before a time through a later one, so that every change
     *     between them is in its segments, as far as the log goes
     * @param completeMs time through which its log is complete, epoch milliseconds; {@link
     *     Long#MAX_VALUE} where waiting would not make it so
     */
    record Sibling(PartitionPlan plan, long completeMs) {}

    /** Lists another partition, for changes from one time through another. */
    Sibling list(int partition, long fromMs, long untilMs) throws IOException;

    /**
     * The same for files that are retired: whoever planned before they were may still need them,
     * and holds them. Nobody else finds anything missing without them.
     */
    default List<PartitionPlan> retired(long fromMs, long untilMs) throws IOException {
        return List.of();
    }
}
