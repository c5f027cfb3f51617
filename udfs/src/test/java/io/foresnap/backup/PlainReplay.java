package io.foresnap.backup;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.JsonRow;
import io.foresnap.changelog.RunBuilder;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * A partition's log as Avro's own reader gives it, applied event by event to a sorted map. Knows
 * inserts, updates and deletes with whole rows, and inserts without key: what the captured stream
 * contains.
 */
final class PlainReplay {

    private final List<GenericRecord> events = new ArrayList<>();
    private final List<Long> effectiveTs = new ArrayList<>();

    private PlainReplay() {}

    static PlainReplay read(Storage storage, TablePartition of) throws IOException {
        PlainReplay replay = new PlainReplay();
        long effective = Long.MIN_VALUE;
        for (SegmentFile segment : Catalog.partition(storage, of).chainFrom(0).segments()) {
            byte[] bytes = storage.readAll(segment.path(), segment.bytes());
            try (DataFileReader<GenericRecord> file =
                    new DataFileReader<>(
                            new SeekableByteArrayInput(bytes), new GenericDatumReader<>())) {
                for (GenericRecord event : file) {
                    effective = Math.max(effective, (long) event.get("ts_ms"));
                    replay.events.add(event);
                    replay.effectiveTs.add(effective);
                }
            }
        }
        return replay;
    }

    /** Offset after the last event; they are dense here. */
    long end() {
        return events.size();
    }

    long effectiveTsAt(long offset) {
        return effectiveTs.get((int) offset);
    }

    /** Writes the state as of a time as a snapshot. */
    SnapshotFile write(Storage storage, TablePartition of, long targetMs) throws IOException {
        TreeMap<byte[], List<RunBuilder.EntryView>> rows = new TreeMap<>(Arrays::compareUnsigned);
        int cut = 0;
        long ts = 0;
        for (; cut < events.size() && effectiveTs.get(cut) <= targetMs; cut++) {
            apply(events.get(cut), rows);
            ts = effectiveTs.get(cut);
        }
        return Snapshots.write(
                storage,
                of,
                cut,
                ts,
                sink -> {
                    for (List<RunBuilder.EntryView> equal : rows.values()) {
                        for (RunBuilder.EntryView row : equal) {
                            sink.row(row);
                        }
                    }
                });
    }

    private static void apply(GenericRecord event, TreeMap<byte[], List<RunBuilder.EntryView>> rows)
            throws IOException {
        ByteBuffer key = (ByteBuffer) event.get("key");
        ByteBuffer after = (ByteBuffer) event.get("after");
        String op = event.get("op").toString();
        if (key != null && op.equals("d")) {
            rows.remove(key.array());
        } else if (after != null && !op.equals("t")) {
            byte[] row = after.array();
            RunBuilder.EntryView view = new RunBuilder.EntryView();
            view.kind = key == null ? EntryCursor.APPEND : EntryCursor.UPSERT;
            view.keyData =
                    key == null ? JsonRow.parse(row, 0, row.length).canonical() : key.array();
            view.keyLength = view.keyData.length;
            view.rowData = row;
            view.rowLength = row.length;
            view.offset = (long) event.get("offset");
            view.tsMs = (long) event.get("ts_ms");
            if (key == null) {
                rows.computeIfAbsent(view.keyData, k -> new ArrayList<>()).add(view);
            } else {
                rows.put(view.keyData, new ArrayList<>(List.of(view)));
            }
        } else {
            throw new IllegalStateException("not in the captured stream: " + event);
        }
    }
}
