package io.foresnap.verify;

import io.foresnap.backup.Backups;
import io.foresnap.backup.Manifest;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.changelog.DamagedFileException;
import io.foresnap.changelog.Storage;
import io.foresnap.verify.Finding.Kind;
import io.foresnap.verify.Verification.Check;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Checks of backups: their manifest, and each file it names. */
final class BackupChecks {

    private final Storage storage;
    private final Verification checks;
    private final Findings findings;
    private final Temporaries temporaries;

    BackupChecks(Storage storage, Verification checks, Findings findings, Temporaries temporaries) {
        this.storage = storage;
        this.checks = checks;
        this.findings = findings;
        this.temporaries = temporaries;
    }

    void addOf(String table) throws IOException {
        for (FileStatus entry : storage.list(storage.directory(Backups.KIND, table))) {
            if (Temporaries.isTemporary(entry.getPath().getName())) {
                temporaries.add(entry);
            } else if (entry.isDirectory()) {
                add(entry.getPath());
            } else {
                unknown(entry.getPath());
            }
        }
    }

    private void unknown(Path path) {
        findings.add(Kind.UNKNOWN_NAME, path, "foreign file " + path);
    }

    void add(Path directory) {
        Manifest manifest;
        Map<String, Long> there = new HashMap<>();
        try {
            manifest = Backups.manifest(storage, directory);
            for (FileStatus file : storage.list(directory)) {
                there.put(file.getPath().getName(), file.getLen());
            }
        } catch (FileNotFoundException e) {
            findings.add(
                    Kind.MISSING,
                    directory,
                    directory + " is no backup: it has no " + Manifest.FILE);
            return;
        } catch (IOException e) {
            findings.add(
                    Kind.DAMAGED,
                    new Path(directory, Manifest.FILE),
                    String.valueOf(e.getMessage()));
            return;
        }
        for (PartitionBackup partition : manifest.partitions()) {
            add(directory, partition, there.get(partition.file()) != null);
        }
        Set<String> known =
                manifest.partitions().stream()
                        .map(PartitionBackup::file)
                        .collect(Collectors.toSet());
        for (String name : there.keySet()) {
            if (!known.contains(name) && !name.equals(Manifest.FILE)) {
                unknown(new Path(directory, name));
            }
        }
    }

    private void add(Path directory, PartitionBackup partition, boolean isThere) {
        String path = new Path(directory, partition.file()).toString();
        if (!isThere) {
            findings.add(Kind.MISSING, path, "missing file " + path);
            return;
        }
        checks.later(
                new Check(
                        path,
                        partition.bytes(),
                        progress -> {
                            int crc = Integer.parseUnsignedInt(partition.crc32c(), 16);
                            FileChecks.checksum(storage, path, partition.bytes(), crc, progress);
                            long rows = FileChecks.rows(storage, path, partition.cutOffset());
                            if (rows != partition.rows()) {
                                throw new DamagedFileException(
                                        path,
                                        "it has "
                                                + rows
                                                + " rows, its manifest says "
                                                + partition.rows());
                            }
                        }));
    }
}
