package io.foresnap.cluster.check;

import io.foresnap.backup.Backups;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.hadoop.fs.Path;

/**
 * A table of one partition with rows of about 10 KB that hardly compress.
 *
 * @param rows in its snapshot; each is updated once in each segment
 * @param segments of log behind it
 */
record LargeTable(String name, int rows, int segments) {

    private static final int ROW_DIGITS = 10_000;
    private static final int FIRST_KEY = 10_000_000;
    private static final long START = 1_760_000_000_000L;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Bytes of its rows and changes. */
    long bytes() {
        return (long) rows * (1 + segments) * ROW_DIGITS;
    }

    /** Archives it. */
    void write(Storage storage) throws IOException {
        TablePartition of = new TablePartition(name, 0);
        Snapshots.write(
                storage,
                of,
                0,
                START,
                sink -> {
                    RunBuilder.EntryView entry = new RunBuilder.EntryView();
                    for (int id = 0; id < rows; id++) {
                        entry.kind = EntryCursor.UPSERT;
                        entry.keyData = key(id);
                        entry.keyLength = entry.keyData.length;
                        entry.rowData = row(id, 0);
                        entry.rowLength = entry.rowData.length;
                        entry.tsMs = START;
                        sink.row(entry);
                    }
                });
        for (int segment = 1; segment <= segments; segment++) {
            long from = (long) rows * (segment - 1);
            List<ChangeEvent> updates = new ArrayList<>(rows);
            for (int id = 0; id < rows; id++) {
                updates.add(
                        new ChangeEvent(
                                from + id,
                                START + segment,
                                Op.UPDATE,
                                key(id),
                                null,
                                row(id, segment),
                                Integer.toString(segment),
                                from + id));
            }
            SegmentWriter.write(storage, of, from, from + rows, updates);
        }
        SegmentWriter.mark(storage, of, (long) rows * segments, START + segments + 1);
    }

    private static byte[] key(int id) {
        return ("{\"id\":" + (FIRST_KEY + id) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] row(int id, int version) {
        byte[] head =
                ("{\"id\":" + (FIRST_KEY + id) + ",\"text\":\"")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] row = Arrays.copyOf(head, head.length + ROW_DIGITS + 2);
        SplittableRandom random = new SplittableRandom((long) version << 32 | id);
        long bits = 0;
        for (int i = 0; i < ROW_DIGITS; i++) {
            bits = i % 16 == 0 ? random.nextLong() : bits >>> 4;
            row[head.length + i] = DIGITS[(int) (bits & 15)];
        }
        row[row.length - 2] = '"';
        row[row.length - 1] = '}';
        return row;
    }

    /** What is wrong with a backup of its newest state, if anything is. */
    Optional<String> compare(Storage storage, String directory) throws IOException {
        int[] seen = new int[2];
        Backups.forEachRow(
                storage,
                new Path(directory),
                (key, row) -> {
                    int id = seen[0]++;
                    boolean same =
                            Arrays.equals(key, key(id)) && Arrays.equals(row, row(id, segments));
                    seen[1] += same ? 0 : 1;
                });
        return seen[0] == rows && seen[1] == 0
                ? Optional.empty()
                : Optional.of(
                        "%s: %d rows of %d, %d of them wrong"
                                .formatted(directory, seen[0], rows, seen[1]));
    }
}
