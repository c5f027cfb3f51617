package io.foresnap.local.demo.changes;

import io.foresnap.archive.DebeziumEvent;
import io.foresnap.archive.DebeziumParser;
import io.foresnap.archive.SnapshotRoller;
import io.foresnap.archive.TableArchiver;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.local.demo.workload.TableSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes one table's changes into the archive, a segment at a time, by the way any Debezium stream
 * takes: as lines of JSON through the parser. Not thread-safe, except {@link #archivedThroughMs}.
 */
public final class TableFeed {

    /** Storage may be away for a moment, as it is while it is made to fail. */
    private static final Retry RETRY = new Retry(5, 200);

    /** Segments close by the demonstration's clock, never by their size. */
    private static final int SEGMENT_EVENTS = 1_000_000;

    private final TableSpec spec;
    private final TableChanges changes;
    private final DebeziumJson json;
    private final DebeziumParser parser = new DebeziumParser();

    private final TableArchiver archiver;
    private final SnapshotRoller roller;
    private final long startMs;
    private final Consumer<Change> log;
    private final LongSupplier completeThroughMs;
    private byte[] lastLine = {};
    private volatile long archivedThroughMs = Long.MIN_VALUE;

    /**
     * @param startMs when the table's snapshot is taken
     * @param log told every change before it is archived
     * @param completeThroughMs the time through which the changes told so far are complete
     */
    public TableFeed(
            Storage storage,
            TableSpec spec,
            long startMs,
            Consumer<Change> log,
            LongSupplier completeThroughMs)
            throws IOException {
        this.roller = new SnapshotRoller(storage, Placeholders.DEFAULT);
        this.spec = spec;
        this.startMs = startMs;
        this.changes = new TableChanges(spec, startMs);
        this.json = new DebeziumJson(spec.name());
        this.archiver = TableArchiver.open(storage, spec.name(), spec.partitions(), SEGMENT_EVENTS);
        this.log = log;
        this.completeThroughMs = completeThroughMs;
    }

    /** The table. */
    public TableSpec spec() {
        return spec;
    }

    /** Archives the table's first snapshot. */
    public void snapshot() throws IOException {
        archive(out -> changes.snapshot(out));
    }

    /** Archives every change that commits up to {@code toMs}, as one segment a partition. */
    public void advance(long toMs) throws IOException {
        redeliver();
        archive(out -> changes.advance(toMs, out));
    }

    /** Rolls the snapshot of every partition forward to what is archived. */
    public void rollSnapshots() throws IOException {
        if (archivedThroughMs <= startMs) {
            // Some partition has not changed since the first snapshot.
            return;
        }
        for (int partition = 0; partition < spec.partitions(); partition++) {
            TablePartition of = new TablePartition(spec.name(), partition);
            RETRY.run("roll " + of, () -> roller.roll(of, archivedThroughMs));
        }
    }

    /** The time through which every partition's change log is complete in the archive. */
    public long archivedThroughMs() {
        return archivedThroughMs;
    }

    private void archive(Consumer<Consumer<Change>> source) throws IOException {
        try {
            source.accept(
                    change -> {
                        log.accept(change);
                        add(change);
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        // What is not written yet stays open, and is written when this is done again.
        RETRY.run(
                "archive " + spec.name(),
                () -> {
                    archiver.flush();
                    return spec;
                });
        archivedThroughMs = completeThroughMs.getAsLong();
    }

    private void add(Change change) {
        try {
            add(json.line(change));
            if (change.op() == 'd') {
                add(json.tombstone(change.key()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Delivers the last event again, as a connector does that was restarted. */
    private void redeliver() throws IOException {
        if (lastLine.length > 0) {
            deliver(lastLine);
        }
    }

    private void add(byte[] line) throws IOException {
        lastLine = line;
        deliver(line);
    }

    private void deliver(byte[] line) throws IOException {
        Optional<DebeziumEvent> parsed = parser.parse(line);
        if (parsed.isPresent()) {
            DebeziumEvent event = parsed.get();
            // A trace's table ids may lack the schema that a database always has.
            archiver.add(
                    new DebeziumEvent(
                            spec.name(),
                            event.change(),
                            event.sourcePosition(),
                            event.delivery(),
                            event.capturedMs()));
        }
    }
}
