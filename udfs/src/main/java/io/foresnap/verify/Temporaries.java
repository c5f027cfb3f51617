package io.foresnap.verify;

import io.foresnap.backup.Backups;
import io.foresnap.changelog.Storage;
import io.foresnap.verify.Finding.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * Tells temporaries that a writer died over from those that are just being written: a second look,
 * at the end, finds these gone, longer, or still open.
 */
final class Temporaries {

    /** Between the two looks, if it took no longer to read everything. */
    private static final long PAUSE_MS = 1500;

    private final Storage storage;
    private final Findings findings;
    private final Map<Path, Look> seen = new LinkedHashMap<>();
    private long firstMs;

    private record Look(long bytes, long writtenMs) {}

    Temporaries(Storage storage, Findings findings) {
        this.storage = storage;
        this.findings = findings;
    }

    static boolean isTemporary(String name) {
        return name.startsWith(Storage.TEMPORARY)
                || name.startsWith(Backups.STAGING)
                || name.startsWith(Backups.REMOVED);
    }

    void add(FileStatus entry) throws IOException {
        seen.put(entry.getPath(), look(entry));
        firstMs = System.nanoTime() / 1_000_000;
    }

    private Look look(FileStatus entry) throws IOException {
        long bytes = entry.getLen();
        long written = entry.getModificationTime();
        if (entry.isDirectory()) {
            for (FileStatus file : storage.list(entry.getPath())) {
                bytes += file.getLen();
                written = Math.max(written, file.getModificationTime());
            }
        }
        return new Look(bytes, written);
    }

    void settle() throws IOException {
        if (seen.isEmpty()) {
            return;
        }
        pause(PAUSE_MS - (System.nanoTime() / 1_000_000 - firstMs));
        for (Map.Entry<Path, Look> each : seen.entrySet()) {
            settle(each.getKey(), each.getValue());
        }
    }

    private void settle(Path path, Look before) throws IOException {
        FileStatus now;
        try {
            now = storage.fileSystem().getFileStatus(path);
        } catch (FileNotFoundException finished) {
            return;
        }
        if (!look(now).equals(before) || isOpen(now)) {
            findings.add(Kind.IN_PROGRESS, path, "being written: " + path);
        } else {
            findings.add(Kind.ORPHAN, path, "orphaned temporary file " + path);
        }
    }

    /** HDFS alone knows; elsewhere a file appears with its end. */
    private boolean isOpen(FileStatus entry) throws IOException {
        FileSystem files = storage.fileSystem();
        if (!(files instanceof DistributedFileSystem hdfs)) {
            return false;
        }
        if (entry.isFile()) {
            return !hdfs.isFileClosed(entry.getPath());
        }
        for (FileStatus file : storage.list(entry.getPath())) {
            if (file.isFile() && !hdfs.isFileClosed(file.getPath())) {
                return true;
            }
        }
        return false;
    }

    private static void pause(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(Math.max(0, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
