package io.foresnap.backup;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.TableIds;
import io.foresnap.event.BackupRequest;
import io.foresnap.snapshot.RowFileCursor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Backups in durable storage. A backup is staged in a hidden folder and appears by one rename of
 * that folder with its manifest in it: nothing half-written is ever visible.
 */
public final class Backups {

    /** The storage's folder of backups. */
    public static final String KIND = "backups";

    /** How the name of the hidden folder begins in which a backup is made. */
    public static final String STAGING = ".staging-";

    /** How the name of a backup begins that is being removed. */
    public static final String REMOVED = ".removed-";

    private final Storage storage;

    /**
     * @param storage where backups are kept
     */
    public Backups(Storage storage) {
        this.storage = storage;
    }

    /** Where a request's backup appears. */
    public Path directory(String table, String requestId) {
        return new Path(
                storage.directory(KIND, table),
                TableIds.encode(TableIds.validate("requestId", requestId)));
    }

    /** The hidden folder in which one attempt at a request gathers its files. */
    public Path staging(String table, String requestId, String attempt) {
        return new Path(
                storage.directory(KIND, table),
                STAGING + TableIds.encode(requestId) + "-" + attempt);
    }

    /** The manifest of a request's backup if there is one. */
    public Optional<Manifest> find(String table, String requestId) throws IOException {
        try {
            return Optional.of(manifest(storage, directory(table, requestId)));
        } catch (FileNotFoundException none) {
            return Optional.empty();
        }
    }

    /**
     * Writes the manifest into the staging folder and makes the backup visible. Where another
     * attempt at the same request was first, its backup stays and this one's files go.
     *
     * @param request resolved: all partitions listed, one target time
     * @return the manifest of the backup that is visible now
     */
    public Manifest commit(
            BackupRequest request,
            Path staging,
            List<PartitionBackup> partitions,
            Manifest.Timing timing)
            throws IOException {
        Optional<Manifest> earlier = find(request.table(), request.requestId());
        if (earlier.isPresent()) {
            discard(staging);
            return earlier.get();
        }
        requireComplete(request, staging, partitions);
        Manifest manifest = manifestOf(request, partitions, timing);
        byte[] json = ManifestJson.write(manifest);
        storage.write(staging, crc -> Manifest.FILE, out -> out.write(json));
        try {
            storage.publishDirectory(staging, directory(request.table(), request.requestId()));
        } catch (FileAlreadyExistsException anotherWasFirst) {
            discard(staging);
            return manifest(storage, directory(request.table(), request.requestId()));
        }
        return manifest;
    }

    /**
     * A job that was restored may repeat the end of an attempt whose files were removed when it
     * failed before the restore: that must never become a backup.
     */
    private void requireComplete(
            BackupRequest request, Path staging, List<PartitionBackup> partitions)
            throws IOException {
        Map<String, Long> staged = new HashMap<>();
        for (FileStatus file : storage.list(staging)) {
            staged.put(file.getPath().getName(), file.getLen());
        }
        Set<Integer> missing = new TreeSet<>(request.partitions());
        for (PartitionBackup partition : partitions) {
            if (Objects.equals(staged.get(partition.file()), partition.bytes())) {
                missing.remove(partition.partition());
            }
        }
        if (!missing.isEmpty()) {
            throw new IncompleteBackupException(request.requestId(), missing);
        }
    }

    private static Manifest manifestOf(
            BackupRequest request, List<PartitionBackup> partitions, Manifest.Timing timing) {
        List<PartitionBackup> ordered =
                partitions.stream()
                        .sorted(Comparator.comparingInt(PartitionBackup::partition))
                        .toList();
        return new Manifest(
                ManifestJson.FORMAT_VERSION,
                request.requestId(),
                request.table(),
                Instant.ofEpochMilli(request.targetTimeMs()).toString(),
                request.targetTimeMs(),
                request.requester(),
                request.requestedAtMs(),
                timing.nowMs(),
                ordered.stream().mapToLong(PartitionBackup::rows).sum(),
                ordered.stream().mapToLong(PartitionBackup::bytes).sum(),
                ordered.stream().mapToLong(PartitionBackup::neededBytes).sum(),
                ordered.stream().mapToLong(PartitionBackup::cachedBytes).sum(),
                timing.planMillis(),
                timing.totalMillis(),
                ordered);
    }

    /** Removes what an attempt has staged. */
    public void discard(Path staging) throws IOException {
        storage.fileSystem().delete(staging, true);
    }

    /** The manifest of a backup; a {@link FileNotFoundException} when the folder is none. */
    public static Manifest manifest(Storage storage, Path directory) throws IOException {
        Path file = new Path(directory, Manifest.FILE);
        try (InputStream in = storage.fileSystem().open(file)) {
            return ManifestJson.read(file.toString(), in.readAllBytes());
        }
    }

    /**
     * Removes a backup: it disappears as a whole, by one rename, before its files go.
     *
     * @throws FileNotFoundException when there is none
     */
    public void remove(Path directory) throws IOException {
        Path hidden = new Path(directory.getParent(), REMOVED + UUID.randomUUID());
        if (!storage.fileSystem().exists(new Path(directory, Manifest.FILE))) {
            throw new FileNotFoundException(directory + " is no backup");
        }
        storage.publishDirectory(directory, hidden);
        storage.fileSystem().delete(hidden, true);
    }

    /**
     * Hands over every row of a backup in order of key over all its partitions: key (null for a
     * table without one) and row, as JSON. Checksums are verified on the way; a wrong one throws
     * after the last row.
     */
    public static void forEachRow(
            Storage storage, Path directory, BiConsumer<byte @Nullable [], byte[]> rows)
            throws IOException {
        List<RowFileCursor> open = new ArrayList<>();
        try {
            List<RowFileCursor> cursors = new ArrayList<>();
            for (PartitionBackup partition : manifest(storage, directory).partitions()) {
                RowFileCursor cursor =
                        RowFileCursor.open(
                                storage,
                                new Path(directory, partition.file()).toString(),
                                Integer.parseUnsignedInt(partition.crc32c(), 16));
                open.add(cursor);
                if (cursor.advance()) {
                    cursors.add(cursor);
                }
            }
            while (!cursors.isEmpty()) {
                int least = 0;
                for (int i = 1; i < cursors.size(); i++) {
                    if (compareKeys(cursors.get(i), cursors.get(least)) < 0) {
                        least = i;
                    }
                }
                RowFileCursor row = cursors.get(least);
                rows.accept(
                        row.isKeyless() ? null : copy(row.keyData, row.keyPosition, row.keyLength),
                        copy(row.rowData, row.rowPosition, row.rowLength));
                if (!row.advance()) {
                    cursors.remove(least);
                }
            }
        } finally {
            for (RowFileCursor cursor : open) {
                cursor.close();
            }
        }
    }

    private static int compareKeys(EntryCursor a, EntryCursor b) {
        return Arrays.compareUnsigned(
                a.keyData,
                a.keyPosition,
                a.keyPosition + a.keyLength,
                b.keyData,
                b.keyPosition,
                b.keyPosition + b.keyLength);
    }

    private static byte[] copy(byte[] data, int from, int length) {
        return Arrays.copyOfRange(data, from, from + length);
    }
}
