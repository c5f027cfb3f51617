package io.foresnap.serving;

import io.foresnap.backup.Backups;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.backup.PartitionWriter;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.prefetch.Fetches;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Merges partitions, from the node's cache first, into the staging folders of backups. */
public final class PartitionServing {

    private final RunCache cache;
    private final Fetches fetches;
    private final Placeholders placeholders;
    private final Retry retry;

    /**
     * @param cache the node's
     * @param fetches what this TaskManager reads
     * @param placeholders how the source marks unchanged columns
     * @param retry how a partition is tried again when storage fails
     */
    public PartitionServing(
            RunCache cache, Fetches fetches, Placeholders placeholders, Retry retry) {
        this.cache = cache;
        this.fetches = fetches;
        this.placeholders = placeholders;
        this.retry = retry;
    }

    /**
     * Serves a partition. A file that is gone was retired by retention after this was planned, and
     * its lease was lost: a plan of what is there now makes the same rows.
     */
    public PartitionBackup serve(Storage storage, ServeTask task) throws IOException {
        try {
            return write(storage, task, task.plan());
        } catch (FileNotFoundException gone) {
            return write(storage, task, planAgain(storage, task, gone));
        }
    }

    private PartitionPlan planAgain(Storage storage, ServeTask task, FileNotFoundException gone)
            throws IOException {
        TablePartition of =
                new TablePartition(task.attempt().request().table(), task.plan().partition());
        Planner planner = retry.run("list " + of, () -> Planner.list(storage, of));
        try {
            PartitionPlan again = planner.plan(task.plan().targetMs());
            if (!again.equals(task.plan())) {
                return again;
            }
        } catch (NotRestorableException e) {
            gone.addSuppressed(e);
        }
        throw gone;
    }

    private PartitionBackup write(Storage storage, ServeTask task, PartitionPlan plan)
            throws IOException {
        ServeTask.Attempt attempt = task.attempt();
        String table = attempt.request().table();
        Path staging =
                new Backups(storage).staging(table, attempt.request().requestId(), attempt.id());
        // Each try starts with a fresh source: a merge that broke off has used up its cursors.
        return retry.run(
                "write partition " + plan.partition() + " of " + table,
                () -> {
                    SegmentReader reader = new SegmentReader(placeholders);
                    try (CachedSource source =
                            new CachedSource(cache, storage, reader, fetches, plan)) {
                        return new PartitionWriter(storage, placeholders)
                                .write(staging, table, plan, source, source);
                    }
                });
    }
}
