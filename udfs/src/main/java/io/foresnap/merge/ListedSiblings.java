package io.foresnap.merge;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.util.List;

/**
 * A table's partitions, listed only when a change needs a row from another one: files never change,
 * so a later listing finds the same state for the same time.
 */
public record ListedSiblings(Storage storage, String table) implements Siblings {

    @Override
    public List<Integer> partitions() throws IOException {
        return Catalog.partitions(storage, table);
    }

    @Override
    public PartitionPlan plan(int partition, long fromMs, long untilMs) throws IOException {
        return Planner.list(storage, new TablePartition(table, partition))
                .planWithChangesFrom(fromMs, untilMs);
    }
}
