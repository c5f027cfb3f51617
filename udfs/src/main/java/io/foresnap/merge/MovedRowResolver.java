package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.RunBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows behind key changes whose insert marks a column as unchanged.
 *
 * <p>The insert under the new key and the delete of the old one share transaction and log sequence
 * number, but not the key: the delete may stand anywhere in the key order and, with several
 * partitions, in another log. What the deleted row was just before is rebuilt from its own changes
 * and its snapshot row; it may itself have come by such a key change, so this goes on in rounds
 * until nothing is missing. Costs nothing where no such insert is in the log; otherwise memory for
 * the rows in question, and one more pass over the snapshots they come from.
 */
final class MovedRowResolver implements MovedRows {

    private final RunSource source;
    private final Siblings siblings;
    private final Placeholders placeholders;
    private final Map<Position, Long> wanted = new LinkedHashMap<>();
    private final Map<Position, Long> asked = new HashMap<>();
    private final Map<Position, Moved> found = new HashMap<>();

    /** The partition searched whose log is complete through the earliest time, and that time. */
    private int lagging;

    private long completeMs = Long.MAX_VALUE;

    MovedRowResolver(RunSource source, Siblings siblings, Placeholders placeholders) {
        this.source = source;
        this.siblings = siblings;
        this.placeholders = placeholders;
    }

    private record Position(long tx, long lsn) {}

    /** A row that was deleted by a key change: what is known of it before. */
    private static final class Moved {
        final int partition;
        final ByteBuffer key;
        final long offset;
        final List<RunBuilder.EntryView> changes = new ArrayList<>();
        boolean rebuilt;
        byte @Nullable [] row;

        Moved(int partition, ByteBuffer key, long offset) {
            this.partition = partition;
            this.key = key;
            this.offset = offset;
        }
    }

    /** The moves of one key, and the source positions of its changes so far. */
    private static final class Moves {
        final TreeMap<Long, Moved> byOffset = new TreeMap<>();
        final Set<Change> seen = new HashSet<>();
    }

    private record Change(long tx, long lsn, int kind) {}

    /** Notes every insert of a run that needs a row from elsewhere. */
    void want(Run run, long low, long cut) {
        EntryCursor entry = run.cursor();
        while (advance(entry)) {
            if (entry.offset >= low && entry.offset < cut) {
                want(entry);
            }
        }
    }

    private void want(EntryCursor entry) {
        if (entry.kind == EntryCursor.UPSERT
                && entry.isCreate
                && entry.hasPlaceholder
                && entry.hasPosition) {
            Position position = new Position(entry.tx, entry.lsn);
            if (asked.putIfAbsent(position, entry.tsMs) == null) {
                wanted.put(position, entry.tsMs);
            }
        }
    }

    /** Finds everything wanted, in rounds. */
    void resolve(PartitionPlan own) throws IOException {
        while (!wanted.isEmpty()) {
            Map<Position, Long> round = new LinkedHashMap<>(wanted);
            wanted.clear();
            long from = round.values().stream().mapToLong(Long::longValue).min().getAsLong();
            long until = round.values().stream().mapToLong(Long::longValue).max().getAsLong();
            // Most rows move within their partition: its files are at hand, nothing is listed.
            search(own, round, from, until);
            if (found.keySet().containsAll(round.keySet())) {
                continue;
            }
            for (int partition : siblings.partitions()) {
                if (!found.keySet().containsAll(round.keySet())) {
                    Siblings.Sibling sibling = siblings.list(partition, from, until);
                    // Of the listing that is searched: what comes later was not looked at.
                    if (sibling.completeMs() < completeMs) {
                        completeMs = sibling.completeMs();
                        lagging = partition;
                    }
                    search(sibling.plan(), round, from, until);
                }
            }
            if (!found.keySet().containsAll(round.keySet())) {
                for (PartitionPlan retired : siblings.retired(from, until)) {
                    search(retired, round, from, until);
                }
            }
        }
    }

    private void search(PartitionPlan plan, Map<Position, Long> round, long from, long until)
            throws IOException {
        List<Run> runs = RunSource.distinct(source.runs(plan.segments()));
        long low = plan.snapshot().name().offset();
        Map<ByteBuffer, Moves> keys = new HashMap<>();
        for (Run run : runs) {
            EntryCursor entry = run.cursor();
            while (advance(entry)) {
                if (entry.offset < low) {
                    continue; // Its row's earlier state is not in these files.
                }
                if (entry.kind == EntryCursor.DELETE && entry.hasPosition) {
                    Position position = new Position(entry.tx, entry.lsn);
                    if (round.containsKey(position) && !found.containsKey(position)) {
                        Moved moved = new Moved(plan.partition(), keyOf(entry), entry.offset);
                        found.put(position, moved);
                        keys.computeIfAbsent(moved.key, k -> new Moves())
                                .byOffset
                                .put(entry.offset, moved);
                    }
                } else if (entry.tsMs >= from && entry.tsMs <= until) {
                    want(entry); // The next link of a chain, most likely: spares a round a link.
                }
            }
        }
        if (!keys.isEmpty()) {
            collect(plan, runs, keys);
        }
    }

    private void collect(PartitionPlan plan, List<Run> runs, Map<ByteBuffer, Moves> keys)
            throws IOException {
        long low = plan.snapshot().name().offset();
        EntryCursor rows = source.rows(plan.snapshot());
        try {
            while (rows.advance()) {
                add(keys, rows);
            }
        } finally {
            PartitionMerge.close(rows);
        }
        for (Run run : runs) {
            EntryCursor entry = run.cursor();
            while (advance(entry)) {
                if (entry.offset >= low && entry.kind <= EntryCursor.DELETE && add(keys, entry)) {
                    want(entry);
                }
            }
        }
    }

    /** A change counts for the next move of its key only: that one ends the row. */
    private static boolean add(Map<ByteBuffer, Moves> keys, EntryCursor entry) {
        Moves moves = keys.get(ByteBuffer.wrap(entry.keyData, entry.keyPosition, entry.keyLength));
        if (moves == null
                || entry.hasPosition
                        && !moves.seen.add(new Change(entry.tx, entry.lsn, entry.kind))) {
            return false;
        }
        Map.Entry<Long, Moved> next = moves.byOffset.higherEntry(entry.offset);
        if (next == null) {
            return false;
        }
        next.getValue().changes.add(copyOf(entry));
        return true;
    }

    @Override
    public byte @Nullable [] at(long tx, long lsn) throws IOException {
        Moved moved = found.get(new Position(tx, lsn));
        if (moved == null) {
            return null;
        }
        if (!moved.rebuilt) {
            // Once only: with rows that go back and forth, each step would double the work.
            moved.row = rebuild(moved);
            moved.rebuilt = true;
        }
        return moved.row;
    }

    @Override
    public void requireSearched(long tx, long lsn) throws NotRestorableException {
        Long movedMs = asked.get(new Position(tx, lsn));
        if (movedMs != null && movedMs > completeMs) {
            throw NotRestorableException.notYet(
                    "a row moved here from another partition at "
                            + Instant.ofEpochMilli(movedMs)
                            + ", but the log of partition "
                            + lagging
                            + " reaches only "
                            + Instant.ofEpochMilli(completeMs));
        }
    }

    private byte @Nullable [] rebuild(Moved moved) throws IOException {
        RowState state = new RowState(placeholders, Truncates.NONE, this);
        state.reset();
        for (EntryCursor change : moved.changes) {
            state.apply(change);
        }
        if (!state.exists()) {
            return null;
        }
        return Arrays.copyOfRange(
                state.row.rowData,
                state.row.rowPosition,
                state.row.rowPosition + state.row.rowLength);
    }

    private static ByteBuffer keyOf(EntryCursor entry) {
        return ByteBuffer.wrap(
                Arrays.copyOfRange(
                        entry.keyData, entry.keyPosition, entry.keyPosition + entry.keyLength));
    }

    private static RunBuilder.EntryView copyOf(EntryCursor entry) {
        RunBuilder.EntryView copy = new RunBuilder.EntryView();
        copy.copyFrom(entry);
        return copy;
    }

    private static boolean advance(EntryCursor inMemory) {
        try {
            return inMemory.advance();
        } catch (IOException e) {
            throw new IllegalStateException("a run in memory cannot fail to be read", e);
        }
    }
}
