package io.foresnap;

import io.foresnap.archive.Importer;
import io.foresnap.archive.SnapshotRoller;
import io.foresnap.backup.Backups;
import io.foresnap.backup.DirectBackup;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Imports feeds into a root of its own and gives back what backups of it hold. */
public final class TestingArchive implements AutoCloseable {

    /** Through which the imported feeds are complete; later than every commit in them. */
    public static final long COMPLETE_MS = 1_000_000;

    private final Path folder;
    private final int partitions;
    private final int segmentEvents;
    private final Placeholders placeholders;
    private final Storage storage;
    private int files;
    private int backups;

    public TestingArchive(Path folder, int partitions, int segmentEvents) throws IOException {
        this(folder, partitions, segmentEvents, Placeholders.DEFAULT);
    }

    public TestingArchive(Path folder, int partitions, int segmentEvents, Placeholders placeholders)
            throws IOException {
        this.folder = folder;
        this.partitions = partitions;
        this.segmentEvents = segmentEvents;
        this.placeholders = placeholders;
        this.storage = Storage.open(folder.resolve("root").toString());
    }

    public Storage storage() {
        return storage;
    }

    /** Where the root is on the local file system. */
    public Path root() {
        return folder.resolve("root");
    }

    /** Imports feeds, each from a file of its own. */
    public Importer load(ChangeFeed... feeds) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (ChangeFeed feed : feeds) {
            paths.add(feed.writeTo(folder.resolve("events-" + files++ + ".jsonl")));
        }
        return load(paths);
    }

    /** Imports files. */
    public Importer load(List<Path> paths) throws IOException {
        Importer importer = new Importer(storage, partitions, segmentEvents, placeholders);
        importer.run(paths, COMPLETE_MS, lines -> {});
        return importer;
    }

    /** The rows, in the export's order, of a backup as of a time. */
    public List<String> rowsAt(String table, long targetMs) throws IOException {
        List<String> rows = new ArrayList<>();
        Backups.forEachRow(storage, backup(table, targetMs), (key, row) -> rows.add(utf8(row)));
        return rows;
    }

    /** The same of some partitions. */
    public List<String> rowsAt(String table, List<Integer> of, long targetMs) throws IOException {
        List<String> rows = new ArrayList<>();
        var request =
                new BackupRequest("request-" + backups++, table, of, targetMs, "test", COMPLETE_MS);
        var backup = new DirectBackup(storage, placeholders).run(request, COMPLETE_MS * 2);
        Backups.forEachRow(storage, backup, (key, row) -> rows.add(utf8(row)));
        return rows;
    }

    /** A backup's folder. */
    public org.apache.hadoop.fs.Path backup(String table, long targetMs) throws IOException {
        return new DirectBackup(storage, placeholders)
                .run(request(table, targetMs), COMPLETE_MS * 2);
    }

    private BackupRequest request(String table, long targetMs) {
        String id = "request-" + backups++;
        return new BackupRequest(id, table, List.of(), targetMs, "test", COMPLETE_MS);
    }

    /** Rolls every partition's snapshot forward. */
    public void roll(String table, long targetMs) throws IOException {
        for (int partition : Catalog.partitions(storage, table)) {
            roll(table, partition, targetMs);
        }
    }

    /** Rolls one partition's snapshot forward. */
    public void roll(String table, int partition, long targetMs) throws IOException {
        new SnapshotRoller(storage, placeholders)
                .roll(new TablePartition(table, partition), targetMs);
    }

    /** A partition's log as listed. */
    public PartitionLog log(String table, int partition) throws IOException {
        return Catalog.partition(storage, new TablePartition(table, partition));
    }

    /** Takes away what a partition's log has from a time on, and what says that it is complete. */
    public List<Path> hideLog(String table, int partition, long fromMs) throws IOException {
        List<Path> hidden = new ArrayList<>();
        for (SegmentFile file : log(table, partition).files()) {
            if (file.name().maxTs() >= fromMs) {
                Path path = Path.of(new org.apache.hadoop.fs.Path(file.path()).toUri().getPath());
                Files.move(path, folder.resolve(path.getFileName()));
                hidden.add(path);
            }
        }
        return hidden;
    }

    /** Puts back what was hidden. */
    public void showLog(List<Path> hidden) throws IOException {
        for (Path path : hidden) {
            Files.move(folder.resolve(path.getFileName()), path);
        }
    }

    /** Events in the logs of all partitions. */
    public long logged(String table) throws IOException {
        long events = 0;
        for (int partition : Catalog.partitions(storage, table)) {
            events += log(table, partition).chainFrom(0).end();
        }
        return events;
    }

    /** What is visible of backups. */
    public List<String> visibleBackups(String table) throws IOException {
        Path directory = root().resolve("backups").resolve(table);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var listed = Files.list(directory)) {
            return listed.map(p -> p.getFileName().toString()).toList();
        }
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
