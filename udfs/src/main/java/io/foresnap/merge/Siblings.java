package io.foresnap.merge;

import java.io.IOException;
import java.util.List;

/** The partitions of a table, for a change in one that needs a row from another. */
public interface Siblings {

    /** Partition numbers. */
    List<Integer> partitions() throws IOException;

    /**
     * A plan for another partition that reaches {@code untilMs} and starts from a snapshot before
     * {@code fromMs}, so that every change between them is in its segments.
     */
    PartitionPlan plan(int partition, long fromMs, long untilMs) throws IOException;

    /**
     * The same for files that are retired: whoever planned before they were may still need them,
     * and holds them. Nobody else finds anything missing without them.
     */
    default List<PartitionPlan> retired(long fromMs, long untilMs) throws IOException {
        return List.of();
    }

    /**
     * Asked when a row that moved here was found nowhere.
     *
     * @param throughMs when it moved
     * @throws NotRestorableException where a partition's log does not reach this time yet: the row
     *     may have come from there
     */
    default void requireComplete(long throughMs) throws IOException {}
}
