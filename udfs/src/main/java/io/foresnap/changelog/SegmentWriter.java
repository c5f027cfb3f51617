package io.foresnap.changelog;

import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Writes segments. */
public final class SegmentWriter {

    /** The storage's folder of change logs. */
    public static final String KIND = "changelog";

    /**
     * Writes one segment.
     *
     * @param from first offset covered: the predecessor's {@code to}
     * @param to offset after the last one covered
     * @param events in order of offset, not empty, all within {@code [from, to)}
     */
    public static SegmentFile write(
            Storage storage, TablePartition of, long from, long to, List<ChangeEvent> events)
            throws IOException {
        return write(storage, of, nameOf(from, to, events), events);
    }

    /**
     * Writes what is left of a segment whose first part is in the log already.
     *
     * @param from first offset covered
     * @param whole the segment, whose end and times it keeps
     * @param events those from {@code from} on; may be empty
     */
    public static SegmentFile write(
            Storage storage,
            TablePartition of,
            long from,
            SegmentName whole,
            List<ChangeEvent> events)
            throws IOException {
        return write(
                storage,
                of,
                new SegmentName(from, whole.to(), whole.minTs(), whole.maxTs(), 0),
                events);
    }

    private static SegmentName nameOf(long from, long to, List<ChangeEvent> events) {
        long minTs = Long.MAX_VALUE;
        long maxTs = Long.MIN_VALUE;
        long next = from;
        for (ChangeEvent event : events) {
            if (event.offset() < next || event.offset() >= to) {
                throw new IllegalArgumentException(
                        "offset " + event.offset() + " is outside [" + next + ", " + to + ")");
            }
            next = event.offset() + 1;
            minTs = Math.min(minTs, event.tsMs());
            maxTs = Math.max(maxTs, event.tsMs());
        }
        return new SegmentName(from, to, minTs, maxTs, 0);
    }

    /**
     * Writes one segment under a hidden name, to be published when it is certain that its events
     * will not be written again.
     *
     * @param from first offset covered: the predecessor's {@code to}
     * @param to offset after the last one covered
     * @param events in order of offset, not empty, all within {@code [from, to)}
     */
    public static StagedSegment stage(
            Storage storage, TablePartition of, long from, long to, List<ChangeEvent> events)
            throws IOException {
        SegmentName name = nameOf(from, to, events);
        Path hidden =
                new Path(
                        storage.directory(KIND, of.table(), of.partition()),
                        StagedSegment.hiddenName(from, to));
        Storage.Written written = storage.stage(hidden, content(of, name, events));
        return new StagedSegment(
                hidden.getName(), withChecksum(name, written.crc32c()).fileName(), written.bytes());
    }

    /**
     * Writes copies of truncates that stand in the log of another partition.
     *
     * @param end offset after the last event of this partition's log when they came
     * @param truncates in order of commit, not empty
     */
    public static SegmentFile truncateCopies(
            Storage storage, TablePartition of, long end, List<ChangeEvent> truncates)
            throws IOException {
        return write(storage, of, truncateCopies(end, truncates), truncates);
    }

    static SegmentName truncateCopies(long end, List<ChangeEvent> truncates) {
        long minTs = Long.MAX_VALUE;
        long maxTs = Long.MIN_VALUE;
        for (ChangeEvent truncate : truncates) {
            if (truncate.op() != Op.TRUNCATE || truncate.offset() != end) {
                throw new IllegalArgumentException(
                        "only truncates at offset " + end + " can be copied, not " + truncate);
            }
            minTs = Math.min(minTs, truncate.tsMs());
            maxTs = Math.max(maxTs, truncate.tsMs());
        }
        return new SegmentName(end, end, minTs, maxTs + 1, 0);
    }

    /**
     * Says that a partition's log is complete through a time at its end, and removes the marks that
     * said so before: they are implied by the new one.
     */
    public static SegmentFile mark(
            Storage storage, TablePartition of, long end, long completeThroughMs)
            throws IOException {
        List<SegmentFile> old = Catalog.partition(storage, of).marks();
        return mark(storage, of, end, completeThroughMs, old);
    }

    /**
     * The same for a writer who knows the marks there are: a long log need not be listed for each.
     */
    public static SegmentFile mark(
            Storage storage,
            TablePartition of,
            long end,
            long completeThroughMs,
            List<SegmentFile> known)
            throws IOException {
        SegmentFile mark =
                write(
                        storage,
                        of,
                        new SegmentName(end, end, completeThroughMs, completeThroughMs, 0),
                        List.of());
        for (SegmentFile old : known) {
            if (!old.path().equals(mark.path()) && old.name().maxTs() <= completeThroughMs) {
                storage.fileSystem().delete(new Path(old.path()), false);
            }
        }
        return mark;
    }

    private static SegmentFile write(
            Storage storage, TablePartition of, SegmentName name, List<ChangeEvent> events)
            throws IOException {
        Storage.Written written =
                storage.write(
                        storage.directory(KIND, of.table(), of.partition()),
                        crc -> withChecksum(name, crc).fileName(),
                        content(of, name, events));
        return new SegmentFile(
                written.path(), withChecksum(name, written.crc32c()), written.bytes());
    }

    private static Storage.Content content(
            TablePartition of, SegmentName name, List<ChangeEvent> events) {
        return out -> {
            try (AvroBlocks blocks =
                    new AvroBlocks(
                            out,
                            SegmentFormat.SCHEMA,
                            SegmentFormat.COMPRESSION_LEVEL,
                            of + " " + name)) {
                for (ChangeEvent event : events) {
                    encode(blocks, event);
                }
            }
        };
    }

    private static void encode(AvroBlocks blocks, ChangeEvent event) throws IOException {
        blocks.writeLong(event.offset());
        blocks.writeLong(event.tsMs());
        byte[] op = event.op().code().getBytes(StandardCharsets.US_ASCII);
        blocks.writeBytes(op, 0, op.length);
        blocks.writeNullable(event.key());
        blocks.writeNullable(event.before());
        blocks.writeNullable(event.after());
        String tx = event.tx();
        blocks.writeNullable(tx == null ? null : tx.getBytes(StandardCharsets.UTF_8));
        Long lsn = event.lsn();
        if (lsn == null) {
            blocks.writeLong(0);
        } else {
            blocks.writeLong(1);
            blocks.writeLong(lsn);
        }
        blocks.endRecord();
    }

    private static SegmentName withChecksum(SegmentName name, int crc) {
        return new SegmentName(name.from(), name.to(), name.minTs(), name.maxTs(), crc);
    }

    private SegmentWriter() {}
}
