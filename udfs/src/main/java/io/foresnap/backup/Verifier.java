package io.foresnap.backup;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentName;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.RowFileCursor;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.SnapshotName;
import io.foresnap.snapshot.Snapshots;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Looks for what is wrong in durable storage: checksums, holes, orphaned files. */
public final class Verifier {

    private final Storage storage;
    private final SegmentReader reader;
    private final List<String> findings = new ArrayList<>();
    private long files;

    /**
     * @param placeholders how the source marks unchanged columns
     */
    public Verifier(Storage storage, Placeholders placeholders) {
        this.storage = storage;
        this.reader = new SegmentReader(placeholders);
    }

    /** Checks the change log and the snapshots of a table. */
    public void table(String table) throws IOException {
        List<Integer> partitions = Catalog.partitions(storage, table);
        if (partitions.isEmpty()) {
            findings.add("unknown table " + table);
        }
        for (int partition : partitions) {
            TablePartition of = new TablePartition(table, partition);
            orphans(storage.directory(SegmentWriter.KIND, table, partition));
            orphans(storage.directory(Snapshots.KIND, table, partition));
            log(of);
        }
    }

    private void log(TablePartition of) throws IOException {
        PartitionLog log = Catalog.partition(storage, of);
        List<SnapshotFile> snapshots = Snapshots.list(storage, of);
        if (snapshots.isEmpty()) {
            findings.add(of + " has no snapshot to start from");
        }
        for (SegmentFile segment : log.files()) {
            check(segment.path(), () -> reader.read(storage, segment));
        }
        for (SnapshotFile snapshot : snapshots) {
            check(snapshot.path(), () -> rows(snapshot.path(), snapshot.name().crc32c()));
        }
        // Retention may have removed the log before the oldest snapshot; from there on it is whole.
        long begin = snapshots.isEmpty() ? 0 : snapshots.get(0).name().offset();
        PartitionLog.Chain chain = log.chainFrom(begin);
        chain.beyondHole()
                .ifPresent(
                        file ->
                                findings.add(
                                        of
                                                + " has a hole: offsets ["
                                                + chain.end()
                                                + ", "
                                                + file.name().from()
                                                + ") are missing"));
    }

    private void orphans(Path directory) throws IOException {
        for (FileStatus entry : storage.list(directory)) {
            String name = entry.getPath().getName();
            if (SegmentName.parse(name).isEmpty() && SnapshotName.parse(name).isEmpty()) {
                findings.add(
                        (Catalog.isHidden(name) ? "orphaned temporary file " : "foreign file ")
                                + entry.getPath());
            }
        }
    }

    /** Checks a backup's manifest and its files. */
    public void backup(Path directory) throws IOException {
        Manifest manifest;
        try {
            manifest = Backups.manifest(storage, directory);
        } catch (FileNotFoundException e) {
            findings.add(directory + " is no backup: it has no " + Manifest.FILE);
            return;
        } catch (IOException e) {
            findings.add(String.valueOf(e.getMessage()));
            return;
        }
        for (PartitionBackup partition : manifest.partitions()) {
            String path = new Path(directory, partition.file()).toString();
            check(
                    path,
                    () -> {
                        int crc = Integer.parseUnsignedInt(partition.crc32c(), 16);
                        long rows = rows(path, crc);
                        if (rows != partition.rows()) {
                            throw new IOException(
                                    path
                                            + " has "
                                            + rows
                                            + " rows, its manifest says "
                                            + partition.rows());
                        }
                    });
        }
    }

    private long rows(String path, int crc) throws IOException {
        long rows = 0;
        try (RowFileCursor cursor = RowFileCursor.open(storage, path, crc)) {
            while (cursor.advance()) {
                rows++;
            }
        }
        return rows;
    }

    private interface Check {
        void run() throws IOException;
    }

    private void check(String path, Check check) {
        files++;
        try {
            check.run();
        } catch (FileNotFoundException e) {
            findings.add("missing file " + path);
        } catch (IOException e) {
            findings.add(String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong, a line each; empty when all is well. */
    public List<String> findings() {
        return findings;
    }

    /** How many files were read. */
    public long files() {
        return files;
    }
}
