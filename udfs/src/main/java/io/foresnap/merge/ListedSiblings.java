package io.foresnap.merge;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.SnapshotListing;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
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

    @Override
    public List<PartitionPlan> retired(long fromMs, long untilMs) throws IOException {
        List<PartitionPlan> plans = new ArrayList<>();
        for (int partition : partitions()) {
            TablePartition of = new TablePartition(table, partition);
            SnapshotListing listing = Snapshots.listing(storage, of);
            if (listing.all().size() > listing.current().size()) {
                plans.add(
                        new Planner(of, Catalog.partition(storage, of), listing.all())
                                .planWithChangesFrom(fromMs, untilMs));
            }
        }
        return plans;
    }

    @Override
    public void requireComplete(long throughMs) throws IOException {
        for (int partition : partitions()) {
            TablePartition of = new TablePartition(table, partition);
            long complete = Planner.list(storage, of).restorableThrough();
            if (complete < throughMs) {
                throw NotRestorableException.notYet(
                        "a row moved here from another partition at "
                                + Instant.ofEpochMilli(throughMs)
                                + ", but the log of "
                                + of
                                + " reaches only "
                                + Instant.ofEpochMilli(complete));
            }
        }
    }
}
