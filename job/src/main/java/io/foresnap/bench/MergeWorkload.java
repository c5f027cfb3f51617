package io.foresnap.bench;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.RunBuilder;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A snapshot and random updates of its rows, 1 in 20 an insert and 1 in 20 a delete.
 *
 * @param rows rows of the snapshot
 * @param changes events behind it
 * @param rowBytes about how long a row's JSON is
 * @param segmentEvents events of a segment
 * @param changedShare share of the rows, those with the greatest keys, that are updated or deleted
 */
public record MergeWorkload(
        int rows, int changes, int rowBytes, int segmentEvents, double changedShare) {

    private static final long START = 1_760_000_000_000L;

    /** The one partition written. */
    public TablePartition of() {
        return new TablePartition("bench", 0);
    }

    /** Writes the files. */
    public void write(Storage storage) throws IOException {
        write(storage, of());
    }

    /** Writes the same files for any partition. */
    void write(Storage storage, TablePartition of) throws IOException {
        Random random = new Random(42);
        Snapshots.write(
                storage,
                of,
                0,
                START,
                sink -> {
                    // In order of key bytes: numbers of one length.
                    RunBuilder.EntryView row = new RunBuilder.EntryView();
                    for (int i = 0; i < rows; i++) {
                        row.kind = EntryCursor.UPSERT;
                        row.keyData = key(i);
                        row.keyLength = row.keyData.length;
                        row.rowData = row(i, random);
                        row.rowLength = row.rowData.length;
                        row.tsMs = START;
                        sink.row(row);
                    }
                });
        List<ChangeEvent> segment = new ArrayList<>(segmentEvents);
        int inserted = rows;
        int changed = (int) Math.max(1, rows * changedShare);
        long from = 0;
        for (int i = 0; i < changes; i++) {
            int kind = random.nextInt(20);
            int id = kind == 0 ? inserted++ : rows - 1 - random.nextInt(changed);
            Op op = kind == 0 ? Op.CREATE : kind == 1 ? Op.DELETE : Op.UPDATE;
            segment.add(
                    new ChangeEvent(
                            i,
                            START + 1 + i / 10,
                            op,
                            key(id),
                            null,
                            op == Op.DELETE ? null : row(id, random),
                            Integer.toString(i / 4),
                            1000L + i));
            if (segment.size() == segmentEvents || i == changes - 1) {
                SegmentWriter.write(storage, of, from, i + 1L, segment);
                segment.clear();
                from = i + 1L;
            }
        }
        SegmentWriter.mark(storage, of, changes, START + changes);
    }

    private static byte[] key(int id) {
        return ("{\"id\":" + (1_000_000_000 + id) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] row(int id, Random random) {
        StringBuilder row =
                new StringBuilder(rowBytes + 32)
                        .append("{\"id\":")
                        .append(1_000_000_000 + id)
                        .append(",\"balance\":")
                        .append(random.nextInt(1_000_000))
                        .append(",\"customer\":\"customer-")
                        .append(random.nextInt(100_000))
                        .append("\",\"note\":\"");
        while (row.length() < rowBytes - 18) {
            row.append(Integer.toHexString(random.nextInt())).append(' ');
        }
        return row.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
