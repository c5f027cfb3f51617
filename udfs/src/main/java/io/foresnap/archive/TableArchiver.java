package io.foresnap.archive;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes one table's events, which come in commit order, into the logs of its partitions.
 *
 * <p>What the connector read when it started (leading {@code r} events) becomes the first snapshot
 * of every partition; a table that begins without begins empty. A truncate is written to every
 * partition at its place. Rows of a table without key all go to partition 0: a removal must find
 * the row it removes.
 *
 * <p>The commit time stored is the effective time over the whole table (they differ only where the
 * source's clock stepped back), so that a cut by time never divides a transaction between
 * partitions.
 */
public final class TableArchiver {

    private final Storage storage;
    private final String table;
    private final int segmentEvents;
    private final SnapshotRoller roller;
    private final Redelivery redelivery = new Redelivery();
    private final List<PartitionAppender> partitions = new ArrayList<>();
    private boolean needsSnapshot;
    private long baseTs = Long.MAX_VALUE;
    private long effectiveTs = Long.MIN_VALUE;
    private long removedThroughMs = Long.MIN_VALUE;
    private long added;
    private long repeated;

    private TableArchiver(
            Storage storage, String table, int segmentEvents, Placeholders placeholders) {
        this.storage = storage;
        this.table = table;
        this.segmentEvents = segmentEvents;
        this.roller = new SnapshotRoller(storage, placeholders);
    }

    /**
     * Opens a table for appending; what is in its log already is known and not added again.
     *
     * @param partitionCount how many partitions a new table gets; 0 for as many as there are
     * @param segmentEvents events after which a segment is closed
     */
    public static TableArchiver open(
            Storage storage, String table, int partitionCount, int segmentEvents)
            throws IOException {
        return open(storage, table, partitionCount, segmentEvents, Placeholders.DEFAULT);
    }

    /** The same with other placeholders. */
    public static TableArchiver open(
            Storage storage,
            String table,
            int partitionCount,
            int segmentEvents,
            Placeholders placeholders)
            throws IOException {
        if (partitionCount < 0 || segmentEvents < 1) {
            throw new IllegalArgumentException(
                    "partitions and segment events must be positive, but are "
                            + partitionCount
                            + " and "
                            + segmentEvents);
        }
        TableArchiver archiver = new TableArchiver(storage, table, segmentEvents, placeholders);
        archiver.load(partitionCount, new SegmentReader(placeholders));
        return archiver;
    }

    private void load(int wanted, SegmentReader reader) throws IOException {
        List<Integer> existing = Catalog.partitions(storage, table);
        // The folder of the last partition is made first: it alone tells how many there are.
        int had = existing.isEmpty() ? 0 : existing.get(existing.size() - 1) + 1;
        int count = wanted == 0 ? Math.max(1, had) : wanted;
        if (had > 0 && count != had) {
            throw new IOException(
                    table
                            + " has "
                            + had
                            + " partitions already; it cannot be written with "
                            + count);
        }
        for (int partition = count - 1; partition >= had; partition--) {
            // A partition without folder would be left out of backups for as long as it is empty.
            storage.fileSystem().mkdirs(storage.directory(SegmentWriter.KIND, table, partition));
        }
        for (int partition = 0; partition < count; partition++) {
            TablePartition of = new TablePartition(table, partition);
            List<SnapshotFile> snapshots = Snapshots.list(storage, of);
            PartitionLog.Chain chain = chain(of, snapshots);
            if (chain.beyondHole().isPresent()) {
                throw new IOException(
                        "the change log of " + of + " has a hole at offset " + chain.end());
            }
            for (SegmentFile segment : chain.segments()) {
                redelivery.addArchived(reader.read(storage, segment));
                effectiveTs = Math.max(effectiveTs, segment.name().maxTs());
                baseTs = Math.min(baseTs, segment.name().minTs());
            }
            needsSnapshot |= snapshots.isEmpty();
            partitions.add(new PartitionAppender(storage, of, chain.end()));
        }
    }

    /** From the begin, or where retention has removed that, from the oldest snapshot. */
    private PartitionLog.Chain chain(TablePartition of, List<SnapshotFile> snapshots)
            throws IOException {
        PartitionLog log = Catalog.partition(storage, of);
        PartitionLog.Chain chain = log.chainFrom(0);
        if (chain.beyondHole().isEmpty() || snapshots.isEmpty()) {
            return chain;
        }
        SnapshotFile oldest = snapshots.get(0);
        if (chain.end() < oldest.name().offset()) {
            removedThroughMs = Math.max(removedThroughMs, oldest.name().ts());
            effectiveTs = Math.max(effectiveTs, oldest.name().ts());
            return log.chainFrom(oldest.name().offset());
        }
        return chain;
    }

    /** Says when the whole import begins: from then on a table that begins empty is restorable. */
    public void setBaseTime(long timeMs) {
        baseTs = Math.min(baseTs, timeMs);
    }

    /** Adds an event, unless it was delivered before. */
    public void add(DebeziumEvent event) throws IOException {
        ChangeEvent change = event.change();
        // What retention has removed cannot be looked up; the oldest snapshot holds it.
        if (change.tsMs() <= removedThroughMs || !redelivery.isNew(event)) {
            repeated++;
            return;
        }
        if (needsSnapshot && change.op() != Op.READ) {
            baseTs = Math.min(baseTs, change.tsMs());
            // Before the change is in the log: whatever stands in a log without snapshot was read.
            flush();
        }
        baseTs = Math.min(baseTs, change.tsMs());
        effectiveTs = Math.max(effectiveTs, change.tsMs());
        added++;
        if (change.op() == Op.TRUNCATE) {
            for (PartitionAppender partition : partitions) {
                partition.append(change, effectiveTs, segmentEvents);
            }
        } else {
            partitions.get(partitionOf(change)).append(change, effectiveTs, segmentEvents);
        }
    }

    private int partitionOf(ChangeEvent change) {
        byte[] key = change.key();
        if (key == null || partitions.size() == 1) {
            return 0;
        }
        CRC32C hash = new CRC32C();
        hash.update(key, 0, key.length);
        return (int) (hash.getValue() % partitions.size());
    }

    /** Closes the open segment of every partition; a new table gets its first snapshots. */
    public void flush() throws IOException {
        for (PartitionAppender partition : partitions) {
            partition.flush();
        }
        if (needsSnapshot && baseTs < Long.MAX_VALUE) {
            boolean begunEmpty = effectiveTs == Long.MIN_VALUE;
            for (PartitionAppender partition : partitions) {
                if (!Snapshots.list(storage, partition.of()).isEmpty()) {
                    continue; // From an import that broke off between two snapshots.
                }
                if (begunEmpty) {
                    roller.empty(partition.of(), 0, baseTs);
                } else {
                    roller.first(partition.of(), 0, effectiveTs);
                }
            }
            needsSnapshot = false;
        }
    }

    /** Says that the log holds everything up to a time, also where no event came. */
    public void completeThrough(long timeMs) throws IOException {
        setBaseTime(timeMs);
        flush();
        for (PartitionAppender partition : partitions) {
            SegmentWriter.mark(
                    storage, partition.of(), partition.end(), Math.max(timeMs, effectiveTs));
        }
    }

    /** Events added by this archiver. */
    public long added() {
        return added;
    }

    /** Events left out because they had been delivered before. */
    public long repeated() {
        return repeated;
    }
}
