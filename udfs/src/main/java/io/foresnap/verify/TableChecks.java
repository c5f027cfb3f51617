package io.foresnap.verify;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentName;
import io.foresnap.changelog.SegmentScan;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.StagedSegment;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.snapshot.RetiredMark;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.SnapshotListing;
import io.foresnap.snapshot.SnapshotName;
import io.foresnap.snapshot.Snapshots;
import io.foresnap.verify.Finding.Kind;
import io.foresnap.verify.Verification.Check;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Checks of a table's change log and snapshots. */
final class TableChecks {

    private final Storage storage;
    private final boolean deep;
    private final Verification checks;
    private final Findings findings;
    private final Temporaries temporaries;
    private final SnapshotReplay replay;

    /** Which partition each file is of, and until which offset it is needed. */
    private final Map<String, Listed> listed = new HashMap<>();

    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    private record Listed(TablePartition of, long end) {}

    TableChecks(
            Storage storage,
            Placeholders placeholders,
            boolean deep,
            Verification checks,
            Findings findings,
            Temporaries temporaries) {
        this.storage = storage;
        this.deep = deep;
        this.checks = checks;
        this.findings = findings;
        this.temporaries = temporaries;
        this.replay = new SnapshotReplay(storage, placeholders);
    }

    void add(String table) throws IOException {
        List<Integer> partitions = Catalog.partitions(storage, table);
        if (partitions.isEmpty()) {
            findings.add(
                    Kind.NOT_RESTORABLE,
                    storage.directory(SegmentWriter.KIND, table),
                    "unknown table " + table);
        }
        List<PartitionLog> logs = new ArrayList<>();
        List<SnapshotListing> snapshots = new ArrayList<>();
        for (int partition : partitions) {
            TablePartition of = new TablePartition(table, partition);
            names(storage.directory(SegmentWriter.KIND, table, partition), true);
            names(storage.directory(Snapshots.KIND, table, partition), false);
            logs.add(Catalog.partition(storage, of));
            snapshots.add(Snapshots.listing(storage, of));
        }
        boolean fromZero = true;
        for (int i = 0; i < logs.size(); i++) {
            partition(logs.get(i), snapshots.get(i));
            fromZero &= reachesBack(logs.get(i), snapshots.get(i));
        }
        for (int i = 0; deep && i < logs.size(); i++) {
            replays(logs.get(i), snapshots.get(i).current(), fromZero);
        }
    }

    /**
     * Whether the log goes back to its begin. A replay from there may need rows of every other
     * partition.
     */
    private static boolean reachesBack(PartitionLog log, SnapshotListing listing) {
        return listing.retired().isEmpty()
                && !listing.all().isEmpty()
                && log.chainFrom(0).end() >= listing.all().get(0).name().offset();
    }

    private void names(Path folder, boolean segments) throws IOException {
        for (FileStatus entry : storage.list(folder)) {
            String name = entry.getPath().getName();
            boolean ours =
                    segments
                            ? SegmentName.parse(name).isPresent()
                            : SnapshotName.parse(name).isPresent()
                                    || RetiredMark.of(entry).isPresent();
            if (name.startsWith(StagedSegment.PREFIX)) {
                // A job that is stopped may publish it when it goes on.
                findings.add(
                        Kind.IN_PROGRESS,
                        entry.getPath(),
                        "written, but not published by its job: " + entry.getPath());
            } else if (Temporaries.isTemporary(name)) {
                temporaries.add(entry);
            } else if (!ours) {
                findings.add(Kind.UNKNOWN_NAME, entry.getPath(), "foreign file " + entry.getPath());
            }
        }
    }

    private void partition(PartitionLog log, SnapshotListing listing) {
        TablePartition of = log.of();
        List<SnapshotFile> snapshots = listing.current();
        if (snapshots.isEmpty()) {
            findings.add(
                    Kind.NOT_RESTORABLE,
                    storage.directory(Snapshots.KIND, of.table(), of.partition()),
                    of + " has no snapshot to start from");
        }
        for (SegmentFile segment : log.files()) {
            if (segment.name().to() > listing.retiredBelow() || listing.retiredBelow() == 0) {
                segment(of, segment);
            }
        }
        for (SnapshotFile snapshot : snapshots) {
            snapshot(of, snapshot);
        }
        hole(log, snapshots);
        overlaps(log);
    }

    private void segment(TablePartition of, SegmentFile segment) {
        listed.put(segment.path(), new Listed(of, segment.name().to()));
        checks.later(
                new Check(
                        segment.path(),
                        segment.bytes(),
                        progress -> {
                            FileChecks.checksum(
                                    storage,
                                    segment.path(),
                                    segment.bytes(),
                                    segment.name().crc32c(),
                                    progress);
                            if (deep) {
                                SegmentScan.scan(storage, segment, (offset, crc) -> {});
                            }
                        }));
    }

    private void snapshot(TablePartition of, SnapshotFile snapshot) {
        listed.put(snapshot.path(), new Listed(of, snapshot.name().offset()));
        checks.later(
                new Check(
                        snapshot.path(),
                        snapshot.bytes(),
                        progress -> {
                            FileChecks.checksum(
                                    storage,
                                    snapshot.path(),
                                    snapshot.bytes(),
                                    snapshot.name().crc32c(),
                                    progress);
                            if (deep) {
                                FileChecks.rows(storage, snapshot.path(), snapshot.name().offset());
                            }
                        }));
    }

    /** Retention may have removed the log before the oldest snapshot; from there on it is whole. */
    private void hole(PartitionLog log, List<SnapshotFile> snapshots) {
        long begin = snapshots.isEmpty() ? 0 : snapshots.get(0).name().offset();
        PartitionLog.Chain chain = log.chainFrom(begin);
        chain.beyondHole()
                .ifPresent(
                        file ->
                                findings.add(
                                        Kind.HOLE,
                                        file.path(),
                                        log.of()
                                                + " has a hole: offsets ["
                                                + chain.end()
                                                + ", "
                                                + file.name().from()
                                                + ") are missing"));
        for (SnapshotFile snapshot : snapshots) {
            if (snapshot.name().offset() > chain.end() && chain.beyondHole().isEmpty()) {
                findings.add(
                        Kind.HOLE,
                        snapshot.path(),
                        log.of()
                                + " has a hole: offsets ["
                                + chain.end()
                                + ", "
                                + snapshot.name().offset()
                                + ") are missing before a snapshot");
                return;
            }
        }
    }

    private void overlaps(PartitionLog log) {
        SegmentFile furthest = null;
        for (SegmentFile segment : log.files()) {
            if (segment.name().from() == segment.name().to()) {
                continue;
            }
            if (furthest != null && segment.name().from() < furthest.name().to()) {
                findings.add(
                        Kind.OVERLAP,
                        segment.path(),
                        segment.path() + " overlaps " + furthest.path() + "; readers use one");
                if (deep) {
                    compare(furthest, segment);
                }
            }
            if (furthest == null || segment.name().to() > furthest.name().to()) {
                furthest = segment;
            }
        }
    }

    private void compare(SegmentFile one, SegmentFile other) {
        checks.replayLater(
                new Check(
                        other.path(),
                        one.bytes() + other.bytes(),
                        progress -> {
                            Map<Long, Integer> records = new HashMap<>();
                            SegmentScan.scan(storage, one, records::put);
                            List<Long> differing = new ArrayList<>();
                            SegmentScan.scan(
                                    storage,
                                    other,
                                    (offset, crc) -> {
                                        boolean covered = offset < one.name().to();
                                        Integer there = records.get(offset);
                                        if (covered && (there == null || there != crc)) {
                                            differing.add(offset);
                                        }
                                    });
                            if (!differing.isEmpty()) {
                                findings.add(
                                        Kind.CONFLICT,
                                        other.path(),
                                        other.path()
                                                + " and "
                                                + one.path()
                                                + " hold different changes at offset "
                                                + differing.get(0));
                            }
                        }));
    }

    private void replays(PartitionLog log, List<SnapshotFile> snapshots, boolean fromZero) {
        SnapshotFile from = SnapshotFile.NOTHING;
        for (SnapshotFile snapshot : snapshots) {
            if (fromZero || from != SnapshotFile.NOTHING) {
                replay(log, from, snapshot);
            }
            from = snapshot;
        }
    }

    private void replay(PartitionLog log, SnapshotFile from, SnapshotFile snapshot) {
        long changes =
                log.chainFrom(from.name().offset()).segments().stream()
                        .filter(s -> s.name().from() < snapshot.name().offset())
                        .mapToLong(SegmentFile::bytes)
                        .sum();
        checks.replayLater(
                new Check(
                        snapshot.path(),
                        from.bytes() + changes,
                        progress -> {
                            try {
                                report(snapshot, replay.compare(log, from, snapshot));
                            } catch (NotRestorableException e) {
                                unproven(snapshot, String.valueOf(e.getMessage()));
                            }
                        }));
    }

    private void report(SnapshotFile snapshot, SnapshotReplay.Result result) {
        if (result.outcome() == SnapshotReplay.Outcome.DIFFERS) {
            findings.add(
                    Kind.SNAPSHOT_DIFFERS,
                    snapshot.path(),
                    "snapshot " + snapshot.path() + " " + result.message());
        } else if (result.outcome() == SnapshotReplay.Outcome.UNPROVEN) {
            unproven(snapshot, result.message());
        }
    }

    private void unproven(SnapshotFile snapshot, String why) {
        findings.add(
                Kind.UNPROVEN,
                snapshot.path(),
                "snapshot " + snapshot.path() + " cannot be compared with a replay: " + why);
    }

    void missing(String path) {
        missing.add(path);
    }

    /** What retention removed meanwhile is before the oldest snapshot that is there now. */
    void settleMissing() throws IOException {
        for (String path : missing) {
            Listed file = listed.get(path);
            if (file == null || !hasLeft(file)) {
                findings.add(Kind.MISSING, path, "missing file " + path);
            }
        }
    }

    private boolean hasLeft(Listed file) throws IOException {
        try {
            List<SnapshotFile> now = Snapshots.list(storage, file.of);
            return !now.isEmpty() && file.end <= now.get(0).name().offset();
        } catch (FileNotFoundException e) {
            return false;
        }
    }
}
