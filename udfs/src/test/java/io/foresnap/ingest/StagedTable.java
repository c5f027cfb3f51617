package io.foresnap.ingest;

import io.foresnap.ChangeFeed;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentName;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.StagedSegment;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;

/** A table whose segments are staged by hand. */
final class StagedTable {

    static final String TABLE = "public.orders";

    final Storage storage;
    private final int partitions;

    StagedTable(Storage storage, int partitions) {
        this.storage = storage;
        this.partitions = partitions;
    }

    static TablePartition partition(int number) {
        return new TablePartition(TABLE, number);
    }

    /** An upsert at an offset. */
    static ChangeEvent change(long offset, long tsMs) {
        byte[] key = ChangeFeed.key((int) offset).getBytes(StandardCharsets.UTF_8);
        return new ChangeEvent(offset, tsMs, Op.CREATE, key, null, key, "t" + tsMs, 10 * tsMs);
    }

    static ChangeEvent truncate(long offset, long tsMs) {
        return new ChangeEvent(offset, tsMs, Op.TRUNCATE, null, null, null, "t" + tsMs, 10 * tsMs);
    }

    /** A staged segment, complete through its last event. */
    Staged segment(int partition, long from, long to, ChangeEvent... events) throws IOException {
        StagedSegment staged =
                SegmentWriter.stage(storage, partition(partition), from, to, List.of(events));
        List<ChangeEvent> truncates =
                List.of(events).stream().filter(e -> e.op() == Op.TRUNCATE).toList();
        return new Staged(
                partition(partition),
                partitions,
                staged,
                truncates,
                to,
                events[events.length - 1].tsMs());
    }

    /** One with a change at every offset, a millisecond apart. */
    Staged changes(int partition, long from, long to, long tsMs) throws IOException {
        return segment(
                partition,
                from,
                to,
                LongStream.range(from, to)
                        .mapToObj(offset -> change(offset, tsMs + offset - from))
                        .toArray(ChangeEvent[]::new));
    }

    /** A word on how far a partition is. */
    Staged progress(int partition, long end, long completeMs) {
        return new Staged(partition(partition), partitions, null, List.of(), end, completeMs);
    }

    PartitionLog log(int partition) throws IOException {
        return Catalog.partition(storage, partition(partition));
    }

    /** What is visible of a partition, shortened: from-to, marks as =time, copies as t time. */
    List<String> visible(int partition) throws IOException {
        return log(partition).files().stream().map(StagedTable::shown).toList();
    }

    private static String shown(SegmentFile file) {
        SegmentName name = file.name();
        if (name.isMark()) {
            return name.to() + "=" + name.maxTs();
        }
        return name.isTruncateCopy() ? "t" + name.minTs() : name.from() + "-" + name.to();
    }

    /** Every file of a partition by its whole name, hidden ones too. */
    List<String> files(int partition) throws IOException {
        Path folder = storage.directory(SegmentWriter.KIND, TABLE, partition);
        return storage.list(folder).stream().map(f -> f.getPath().getName()).toList();
    }
}
