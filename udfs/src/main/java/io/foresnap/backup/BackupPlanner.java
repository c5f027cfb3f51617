package io.foresnap.backup;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Checks a request against the listing and plans it. */
public final class BackupPlanner {

    private final Storage storage;

    /**
     * @param storage where the change log is
     */
    public BackupPlanner(Storage storage) {
        this.storage = storage;
    }

    /**
     * Plans a request.
     *
     * @param nowMs the clock's time, epoch milliseconds; nothing later can be asked for
     * @throws NotRestorableException with the reason when it cannot be served
     */
    public TablePlan plan(BackupRequest request, long nowMs) throws IOException {
        List<Integer> all = Catalog.partitions(storage, request.table());
        if (all.isEmpty()) {
            throw new NotRestorableException("unknown table " + request.table());
        }
        for (int partition : request.partitions()) {
            if (!all.contains(partition)) {
                throw new NotRestorableException(
                        request.table() + " has no partition " + partition + ", only " + all);
            }
        }
        if (!request.wantsLatest() && request.targetTimeMs() > nowMs) {
            throw new NotRestorableException(
                    "the target time "
                            + Instant.ofEpochMilli(request.targetTimeMs())
                            + " lies in the future: it is "
                            + Instant.ofEpochMilli(nowMs));
        }
        List<Planner> listed = new ArrayList<>();
        for (int partition : request.partitions().isEmpty() ? all : request.partitions()) {
            listed.add(Planner.list(storage, new TablePartition(request.table(), partition)));
        }
        long target = request.wantsLatest() ? latest(listed) : request.targetTimeMs();
        List<PartitionPlan> plans = new ArrayList<>();
        for (Planner planner : listed) {
            plans.add(planner.plan(target));
        }
        return new TablePlan(request.table(), target, plans);
    }

    /** The newest time that every partition can serve. */
    private static long latest(List<Planner> partitions) throws NotRestorableException {
        long latest = Long.MAX_VALUE;
        for (Planner partition : partitions) {
            latest = Math.min(latest, partition.restorableThrough());
        }
        return latest;
    }
}
