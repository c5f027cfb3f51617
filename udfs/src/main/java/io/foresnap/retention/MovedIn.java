package io.foresnap.retention;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.snapshot.SnapshotFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds inserts of key changes that need their row from another partition's log. What was found in
 * a segment is remembered: files never change.
 */
final class MovedIn {

    private static final int REMEMBERED = 100_000;

    private final Storage storage;
    private final SegmentReader reader;

    private final Map<String, List<Insert>> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, List<Insert>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    MovedIn(Storage storage, Placeholders placeholders) {
        this.storage = storage;
        this.reader = new SegmentReader(placeholders);
    }

    private record Insert(long offset, long tsMs) {}

    private record Position(long tx, long lsn) {}

    /** Whether one that stays, behind the base, was committed at or before a time. */
    boolean existsBy(KeptPartition partition, SnapshotFile base, long timeMs) throws IOException {
        long low = base.name().offset();
        for (SegmentFile segment : partition.log().chainFrom(low).segments()) {
            if (segment.name().minTs() > timeMs) {
                continue;
            }
            for (Insert insert : inserts(segment)) {
                if (insert.offset >= low && insert.tsMs <= timeMs) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Insert> inserts(SegmentFile segment) throws IOException {
        List<Insert> found = known.get(segment.path());
        if (found == null) {
            found = read(segment);
            known.put(segment.path(), found);
        }
        return found;
    }

    private List<Insert> read(SegmentFile segment) throws IOException {
        Run run = reader.read(storage, segment);
        Set<Position> deleted = new HashSet<>();
        Map<Position, List<Insert>> inserts = new LinkedHashMap<>();
        EntryCursor entry = run.cursor();
        while (entry.advance()) {
            if (!entry.hasPosition) {
                continue;
            }
            if (entry.kind == EntryCursor.DELETE) {
                deleted.add(new Position(entry.tx, entry.lsn));
            } else if (entry.kind == EntryCursor.UPSERT && entry.isCreate && entry.hasPlaceholder) {
                inserts.computeIfAbsent(new Position(entry.tx, entry.lsn), p -> new ArrayList<>())
                        .add(new Insert(entry.offset, entry.tsMs));
            }
        }
        // A row that moved within the segment has its past in the same log.
        inserts.keySet().removeAll(deleted);
        return inserts.values().stream().flatMap(List::stream).toList();
    }
}
