package io.foresnap.ingest;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.FinalFailure;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentEvents;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentName;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.StagedSegment;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.TablePartition;
import io.foresnap.metrics.PublishMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes staged segments visible, in an order in which no reader is ever misled: first the truncates
 * that reach the other partitions, then the segments, then the marks that say through when all
 * partitions of a table are complete. May be repeated at any point and then changes nothing.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Storage storage;
    private final Retry retry;
    private final long markIntervalMs;
    private final PublishMetrics metrics;
    private final Map<TablePartition, Log> logs = new HashMap<>();

    /** A partition's log in storage. */
    private static final class Log {
        long end;
        boolean isEmpty;
        long markedMs = Long.MIN_VALUE;
        long markedAtMs = Long.MIN_VALUE;
        List<SegmentFile> marks = List.of();
    }

    Publisher(Storage storage, Retry retry, long markIntervalMs, PublishMetrics metrics) {
        this.storage = storage;
        this.retry = retry;
        this.markIntervalMs = markIntervalMs;
        this.metrics = metrics;
    }

    /**
     * Publishes what a checkpoint covers.
     *
     * @param staged segments in the order they were staged
     * @param progress how far every partition is, with these segments
     * @param nowMs the machine's time
     */
    void publish(List<Staged> staged, Collection<Staged> progress, long nowMs) throws IOException {
        for (Staged ready : staged) {
            copyTruncates(ready);
        }
        for (Staged ready : staged) {
            StagedSegment segment = ready.segment();
            if (segment != null) {
                publish(ready.of(), segment);
            }
        }
        for (Map.Entry<String, List<Staged>> table : byTable(progress).entrySet()) {
            mark(table.getValue(), nowMs);
        }
    }

    /**
     * How far a table is complete: as far as all of its partitions.
     *
     * @return {@link Long#MIN_VALUE} while one of them is unknown
     */
    static long completeMs(List<Staged> table) {
        int partitions = table.stream().mapToInt(Staged::partitions).max().orElse(0);
        return partitions == 0 || table.size() < partitions
                ? Long.MIN_VALUE
                : table.stream().mapToLong(Staged::completeMs).min().orElse(Long.MIN_VALUE);
    }

    static Map<String, List<Staged>> byTable(Collection<Staged> progress) {
        Map<String, List<Staged>> tables = new TreeMap<>();
        for (Staged partition : progress) {
            tables.computeIfAbsent(partition.of().table(), t -> new ArrayList<>()).add(partition);
        }
        return tables;
    }

    private void copyTruncates(Staged ready) throws IOException {
        for (ChangeEvent truncate : ready.truncates()) {
            for (int other = 0; other < ready.partitions(); other++) {
                if (other != ready.of().partition()) {
                    copy(truncate, new TablePartition(ready.of().table(), other));
                }
            }
        }
    }

    /**
     * Each in a file of its own and at no offset that depends on the moment: whoever publishes it
     * again, by whatever grouping, writes the same name.
     */
    private void copy(ChangeEvent truncate, TablePartition to) throws IOException {
        retry.run(
                "copy a truncate to " + to,
                () ->
                        SegmentWriter.truncateCopies(
                                storage, to, 0, List.of(truncate.at(0, truncate.tsMs()))));
    }

    private void publish(TablePartition of, StagedSegment segment) throws IOException {
        Log log = log(of);
        SegmentName name = segment.name();
        Path hidden = in(of, segment.hiddenName());
        if (name.to() <= log.end) {
            // Published before a failure, or by a job whose state this one does not have.
            metrics.alreadyThere();
            retry.run("remove " + hidden, () -> storage.fileSystem().delete(hidden, false));
            return;
        }
        goOnAt(of, log, name.from());
        if (name.from() < log.end) {
            publishRest(of, segment, hidden, log.end);
        } else {
            retry.run("publish " + hidden, () -> rename(of, hidden, segment));
        }
        log.end = name.to();
        metrics.published();
    }

    private void goOnAt(TablePartition of, Log log, long from) {
        if (from > log.end && !log.isEmpty) {
            metrics.hole();
            LOG.error(
                    "The change log of {} has a hole: offsets [{}, {}) are missing",
                    of,
                    log.end,
                    from);
        }
        log.end = Math.max(log.end, from);
        log.isEmpty = false;
    }

    private boolean rename(TablePartition of, Path hidden, StagedSegment segment)
            throws IOException {
        Path target = in(of, segment.fileName());
        if (storage.fileSystem().exists(hidden)) {
            storage.publish(hidden, target);
        } else if (!storage.fileSystem().exists(target)) {
            throw new LostSegmentException(hidden);
        }
        return true;
    }

    /** An older state was restored, and the log has gone on since: only what is new is added. */
    private void publishRest(TablePartition of, StagedSegment segment, Path hidden, long end)
            throws IOException {
        SegmentName name = segment.name();
        List<ChangeEvent> rest =
                SegmentEvents.read(storage, hidden.toString(), segment.bytes(), name.crc32c())
                        .stream()
                        .filter(e -> e.offset() >= end)
                        .toList();
        retry.run(
                "write the rest of " + hidden,
                () -> SegmentWriter.write(storage, of, end, name, rest));
        retry.run("remove " + hidden, () -> storage.fileSystem().delete(hidden, false));
    }

    private void mark(List<Staged> table, long nowMs) throws IOException {
        long through = completeMs(table);
        for (Staged partition : table) {
            Log log = log(partition.of());
            // Behind what is lost, so that nobody takes the log for complete across the hole; in an
            // empty log, where it begins.
            goOnAt(partition.of(), log, partition.end());
            boolean isDue =
                    log.markedAtMs == Long.MIN_VALUE || nowMs - log.markedAtMs >= markIntervalMs;
            if (through >= 0 && through > log.markedMs && isDue) {
                SegmentFile mark =
                        retry.run(
                                "mark " + partition.of(),
                                () ->
                                        SegmentWriter.mark(
                                                storage,
                                                partition.of(),
                                                log.end,
                                                through,
                                                log.marks));
                log.marks = List.of(mark);
                log.markedMs = through;
                log.markedAtMs = nowMs;
                metrics.marked();
            }
        }
    }

    private Log log(TablePartition of) throws IOException {
        Log known = logs.get(of);
        if (known != null) {
            return known;
        }
        PartitionLog listed = retry.run("list " + of, () -> Catalog.partition(storage, of));
        Log log = new Log();
        log.end = listed.coveredTo().orElse(0);
        log.isEmpty = listed.coveredTo().isEmpty();
        log.marks = listed.marks();
        for (SegmentFile mark : listed.marks()) {
            log.markedMs = Math.max(log.markedMs, mark.name().maxTs());
        }
        logs.put(of, log);
        sweep(of, log.end);
        return log;
    }

    /**
     * Removes staged files of tasks that died before a checkpoint knew of them: what they hold was
     * read again and is in the log. One beyond its end may still be published by a checkpoint.
     */
    private void sweep(TablePartition of, long end) throws IOException {
        for (FileStatus file : storage.list(folder(of))) {
            OptionalLong to = StagedSegment.coveredTo(file.getPath().getName());
            if (to.isPresent() && to.getAsLong() <= end) {
                retry.run(
                        "remove " + file.getPath(),
                        () -> storage.fileSystem().delete(file.getPath(), false));
            }
        }
    }

    private Path folder(TablePartition of) {
        return storage.directory(SegmentWriter.KIND, of.table(), of.partition());
    }

    private Path in(TablePartition of, String name) {
        return new Path(folder(of), name);
    }

    /** The checkpoint counts on a file that is not there. */
    static final class LostSegmentException extends IOException implements FinalFailure {

        private static final long serialVersionUID = 1L;

        LostSegmentException(Path hidden) {
            super(
                    "the staged segment "
                            + hidden
                            + " is gone: start the archive job without state, and it goes on where"
                            + " the change log ends");
        }
    }
}
