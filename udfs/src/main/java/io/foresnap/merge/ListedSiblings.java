package io.foresnap.merge;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.SnapshotListing;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
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
    public Sibling list(int partition, long fromMs, long untilMs) throws IOException {
        Planner planner = Planner.list(storage, new TablePartition(table, partition));
        PartitionPlan plan = planner.planWithChangesFrom(fromMs, untilMs);
        return new Sibling(plan, completeThrough(planner));
    }

    // A hole does not close by itself: nobody is to wait for it.
    private static long completeThrough(Planner planner) {
        try {
            return planner.restorableThrough();
        } catch (NotRestorableException hole) {
            return Long.MAX_VALUE;
        }
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
}
