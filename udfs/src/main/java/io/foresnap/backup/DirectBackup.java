package io.foresnap.backup;

import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.merge.PartitionPlan;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/** A backup made in this process, straight from durable storage. */
public final class DirectBackup {

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
        long started = System.nanoTime();
        TablePlan plan = new BackupPlanner(storage).plan(request, nowMs);
        double planMillis = (System.nanoTime() - started) / 1e6;
        Path staging =
                backups.staging(request.table(), request.requestId(), UUID.randomUUID().toString());
        boolean done = false;
        try {
            List<PartitionBackup> written;
            try (PartitionWriters writers = PartitionWriters.ofThisMachine(storage, placeholders)) {
                written = writers.write(staging, request.table(), plan.partitions());
            }
            List<Integer> partitions =
                    plan.partitions().stream().map(PartitionPlan::partition).toList();
            backups.commit(
                    request.resolved(partitions, plan.targetMs()),
                    staging,
                    written,
                    new Manifest.Timing(
                            nowMs, planMillis, (System.nanoTime() - started) / 1000 / 1000.0));
            done = true;
            return directory;
        } finally {
            if (!done) {
                backups.discard(staging);
            }
        }
    }
}
