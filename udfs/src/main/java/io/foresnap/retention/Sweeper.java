package io.foresnap.retention;

import io.foresnap.backup.Backups;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.Storage;
import io.foresnap.lease.Leases;
import io.foresnap.snapshot.Snapshots;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Removes what writers left behind that died: files that never got their name, backups that were
 * never finished or not wholly removed, leases that expired.
 */
final class Sweeper {

    private final Storage storage;
    private final Duration age;

    Sweeper(Storage storage, Duration age) {
        this.storage = storage;
        this.age = age;
    }

    void sweep(List<String> tables, Leases leases, boolean dryRun, RetentionReport report)
            throws IOException {
        for (String table : tables) {
            for (String kind : List.of(SegmentWriter.KIND, Snapshots.KIND)) {
                for (int partition : Catalog.partitions(storage, table)) {
                    folder(storage.directory(kind, table, partition), leases, dryRun, report);
                }
            }
            folder(storage.directory(Backups.KIND, table), leases, dryRun, report);
        }
        folder(new Path(storage.root(), Leases.KIND), leases, dryRun, report);
        for (Path lease : leases.expired()) {
            remove(lease, 0, "expired lease", dryRun, report);
        }
    }

    private void folder(Path folder, Leases leases, boolean dryRun, RetentionReport report)
            throws IOException {
        for (FileStatus entry : storage.list(folder)) {
            String name = entry.getPath().getName();
            if (name.startsWith(Backups.REMOVED)) {
                remove(entry.getPath(), size(entry), "removed backup", dryRun, report);
            } else if ((name.startsWith(Storage.TEMPORARY) || name.startsWith(Backups.STAGING))
                    && leases.nowMs() - lastWritten(entry) >= age.toMillis()) {
                remove(entry.getPath(), size(entry), "orphaned temporary", dryRun, report);
            }
        }
    }

    /** A folder's own time does not tell when a file in it was last written to. */
    private long lastWritten(FileStatus entry) throws IOException {
        long last = entry.getModificationTime();
        if (entry.isDirectory()) {
            for (FileStatus file : storage.list(entry.getPath())) {
                last = Math.max(last, file.getModificationTime());
            }
        }
        return last;
    }

    private long size(FileStatus entry) throws IOException {
        if (!entry.isDirectory()) {
            return entry.getLen();
        }
        try {
            return storage.fileSystem().getContentSummary(entry.getPath()).getLength();
        } catch (FileNotFoundException goneMeanwhile) {
            return 0;
        }
    }

    private void remove(
            Path path, long bytes, String reason, boolean dryRun, RetentionReport report)
            throws IOException {
        if (!dryRun) {
            storage.fileSystem().delete(path, true);
        }
        report.addSwept(
                new Removal(
                        path.toString(),
                        bytes,
                        reason,
                        dryRun ? Removal.State.PLANNED : Removal.State.REMOVED));
    }
}
