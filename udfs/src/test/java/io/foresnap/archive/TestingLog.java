package io.foresnap.archive;

import io.foresnap.ChangeFeed;
import io.foresnap.backup.Backups;
import io.foresnap.backup.DirectBackup;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A table's change log as a job writes it that reads Kafka: segments and marks, no snapshots. */
final class TestingLog {

    private final Storage storage;
    private final String table;
    private final long[] ends;
    private final DebeziumParser parser = new DebeziumParser();

    TestingLog(Storage storage, String table, int partitions) throws IOException {
        this.storage = storage;
        this.table = table;
        this.ends = new long[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            storage.fileSystem().mkdirs(storage.directory(SegmentWriter.KIND, table, partition));
        }
    }

    TablePartition partition(int partition) {
        return new TablePartition(table, partition);
    }

    /** What is appended next stands at an offset. */
    TestingLog startAt(int partition, long offset) {
        ends[partition] = offset;
        return this;
    }

    /** Appends a feed's events as one segment. */
    TestingLog append(int partition, ChangeFeed feed) throws IOException {
        List<ChangeEvent> events = new ArrayList<>();
        long from = ends[partition];
        for (ChangeEvent event : events(feed)) {
            events.add(event.at(ends[partition]++, event.tsMs()));
        }
        SegmentWriter.write(storage, partition(partition), from, ends[partition], events);
        return this;
    }

    /** Appends copies of the truncates that another partition holds. */
    TestingLog copyTruncates(int partition, ChangeFeed feed) throws IOException {
        long end = ends[partition];
        SegmentWriter.truncateCopies(
                storage,
                partition(partition),
                end,
                events(feed).stream().map(e -> e.at(end, e.tsMs())).toList());
        return this;
    }

    private List<ChangeEvent> events(ChangeFeed feed) throws IOException {
        List<ChangeEvent> events = new ArrayList<>();
        for (String line : feed.lines()) {
            parser.parse(line.getBytes(StandardCharsets.UTF_8))
                    .ifPresent(event -> events.add(event.change()));
        }
        return events;
    }

    /** The whole table has been read up to a time. */
    TestingLog completeThrough(long timeMs) throws IOException {
        for (int partition = 0; partition < ends.length; partition++) {
            mark(partition, timeMs);
        }
        return this;
    }

    /** One partition has been read up to a time. */
    TestingLog mark(int partition, long timeMs) throws IOException {
        SegmentWriter.mark(storage, partition(partition), ends[partition], timeMs);
        return this;
    }

    List<SnapshotFile> snapshots(int partition) throws IOException {
        return Snapshots.list(storage, partition(partition));
    }

    /** The rows of a backup as of a time. */
    List<String> rowsAt(long targetMs) throws IOException {
        BackupRequest request =
                new BackupRequest(
                        UUID.randomUUID().toString(), table, List.of(), targetMs, "test", 0);
        List<String> rows = new ArrayList<>();
        Backups.forEachRow(
                storage,
                new DirectBackup(storage, Placeholders.DEFAULT).run(request, Long.MAX_VALUE),
                (key, row) -> rows.add(new String(row, StandardCharsets.UTF_8)));
        return rows;
    }
}
