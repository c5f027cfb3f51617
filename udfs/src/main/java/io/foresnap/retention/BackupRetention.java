package io.foresnap.retention;

import io.foresnap.backup.Backups;
import io.foresnap.backup.Manifest;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.TableIds;
import io.foresnap.retention.Removal.State;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Removes backups that somebody asked to remove. */
public final class BackupRetention {

    private final Storage storage;
    private final Backups backups;
    private final boolean dryRun;

    /**
     * @param dryRun whether it only tells what would go
     */
    public BackupRetention(Storage storage, boolean dryRun) {
        this.storage = storage;
        this.backups = new Backups(storage);
        this.dryRun = dryRun;
    }

    /** Ids of all tables that have backups, in order. */
    public static List<String> tables(Storage storage) throws IOException {
        List<String> tables = new ArrayList<>();
        for (FileStatus entry : storage.list(new Path(storage.root(), Backups.KIND))) {
            if (entry.isDirectory() && !Catalog.isHidden(entry.getPath().getName())) {
                TableIds.decode(entry.getPath().getName()).ifPresent(tables::add);
            }
        }
        return tables;
    }

    /** Removes backups that were complete before a time, epoch milliseconds. */
    public RetentionReport madeBefore(List<String> tables, long timeMs) throws IOException {
        RetentionReport report = new RetentionReport();
        for (String table : tables) {
            for (FileStatus entry : storage.list(storage.directory(Backups.KIND, table))) {
                if (entry.isDirectory() && !Catalog.isHidden(entry.getPath().getName())) {
                    removeOld(entry.getPath(), timeMs, report);
                }
            }
        }
        return report;
    }

    private void removeOld(Path directory, long timeMs, RetentionReport report) throws IOException {
        Manifest manifest;
        try {
            manifest = Backups.manifest(storage, directory);
        } catch (FileNotFoundException e) {
            report.leftAlone(directory + " is no backup: it has no " + Manifest.FILE);
            return;
        } catch (io.foresnap.changelog.DamagedFileException e) {
            report.leftAlone(String.valueOf(e.getMessage()));
            return;
        }
        if (manifest.createdAt() < timeMs) {
            remove(
                    directory,
                    "backup made at " + Instant.ofEpochMilli(manifest.createdAt()),
                    report);
        }
    }

    /**
     * Removes backups by their request ids.
     *
     * @throws IOException when one of them does not exist; then none is removed
     */
    public RetentionReport byId(List<String> tables, List<String> ids) throws IOException {
        TreeSet<Path> found = new TreeSet<>();
        for (String id : ids) {
            boolean exists = false;
            for (String table : tables) {
                Path directory;
                try {
                    directory = backups.directory(table, id);
                } catch (IllegalArgumentException e) {
                    throw new IOException("--backup-id: " + e.getMessage(), e);
                }
                if (storage.fileSystem().exists(new Path(directory, Manifest.FILE))) {
                    exists = true;
                    found.add(directory);
                }
            }
            if (!exists) {
                throw new IOException("--backup-id: there is no backup " + id);
            }
        }
        RetentionReport report = new RetentionReport();
        for (Path directory : found) {
            remove(directory, "backup asked for by id", report);
        }
        return report;
    }

    private void remove(Path directory, String reason, RetentionReport report) throws IOException {
        long bytes = storage.fileSystem().getContentSummary(directory).getLength();
        if (!dryRun) {
            backups.remove(directory);
        }
        report.add(
                new Removal(
                        directory.toString(),
                        bytes,
                        reason,
                        dryRun ? State.PLANNED : State.REMOVED));
    }
}
