package io.foresnap.backup;

import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.lease.LeaseHolder;
import io.foresnap.merge.PartitionPlan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A backup made in this process, straight from durable storage. */
public final class DirectBackup {

    private static final Logger LOG = LoggerFactory.getLogger(DirectBackup.class);

    private final Storage storage;
    private final Placeholders placeholders;

    /**
     * @param placeholders how the source marks unchanged columns
     */
    public DirectBackup(Storage storage, Placeholders placeholders) {
        this.storage = storage;
        this.placeholders = placeholders;
    }

    /**
     * Makes the backup.
     *
     * @param nowMs the clock's time, epoch milliseconds
     * @return its directory
     */
    public Path run(BackupRequest request, long nowMs) throws IOException {
        Backups backups = new Backups(storage);
        Path directory = backups.directory(request.table(), request.requestId());
        if (backups.find(request.table(), request.requestId()).isPresent()) {
            return directory;
        }
        try (LeaseHolder lease = LeaseHolder.open(storage);
                LeaseHolder.Reading reading = lease.begin()) {
            try {
                attempt(backups, request, nowMs);
            } catch (FileNotFoundException gone) {
                // Retention counts on leases; one that storage did not take leaves this way out.
                LOG.info("Planning anew: a file is gone", gone);
                attempt(backups, request, nowMs);
            }
        }
        return directory;
    }

    private void attempt(Backups backups, BackupRequest request, long nowMs) throws IOException {
        long started = System.nanoTime();
        TablePlan plan = new BackupPlanner(storage).plan(request, nowMs);
        double planMillis = (System.nanoTime() - started) / 1e6;
        Path staging =
                backups.staging(request.table(), request.requestId(), UUID.randomUUID().toString());
        boolean done = false;
        try {
            List<PartitionBackup> written = write(plan, staging);
            List<Integer> partitions =
                    plan.partitions().stream().map(PartitionPlan::partition).toList();
            backups.commit(
                    request.resolved(partitions, plan.targetMs()),
                    staging,
                    written,
                    new Manifest.Timing(
                            nowMs, planMillis, (System.nanoTime() - started) / 1000 / 1000.0));
            done = true;
        } finally {
            if (!done) {
                backups.discard(staging);
            }
        }
    }

    private List<PartitionBackup> write(TablePlan plan, Path staging) throws IOException {
        try (PartitionWriters writers = PartitionWriters.ofThisMachine(storage, placeholders)) {
            return writers.write(staging, plan.table(), plan.partitions());
        }
    }
}
