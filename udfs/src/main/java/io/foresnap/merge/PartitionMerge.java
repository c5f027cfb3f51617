package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentName;
import io.foresnap.merge.Truncates.Truncate;
import io.foresnap.snapshot.RowSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rebuilds a partition's state at a target time: one pass over the snapshot, which is streamed, and
 * the runs behind it, which are in memory.
 */
public final class PartitionMerge {

    private final PartitionPlan plan;
    private final List<Run> runs;
    private final RunSource source;
    private final Placeholders placeholders;
    private final long low;
    private final long cut;
    private final Truncates truncates;
    private final MovedRowResolver moved;

    private PartitionMerge(
            PartitionPlan plan,
            List<Run> runs,
            RunSource source,
            Siblings siblings,
            Placeholders placeholders)
            throws IOException {
        this.plan = plan;
        this.runs = runs;
        this.source = source;
        this.placeholders = placeholders;
        this.low = plan.snapshot().name().offset();
        this.cut = cutOf(plan, runs);
        this.truncates = keyless();
        this.moved = new MovedRowResolver(source, siblings, placeholders);
        for (Run run : RunSource.distinct(runs)) {
            if (run.movesRows()) {
                moved.want(run, low, cut);
            }
        }
        moved.resolve(plan);
    }

    /** Fetches a plan's runs and finds its cut; {@link #writeTo} then makes the rows. */
    public static PartitionMerge prepare(
            PartitionPlan plan, RunSource source, Siblings siblings, Placeholders placeholders)
            throws IOException {
        return new PartitionMerge(
                plan, source.runs(plan.segments()), source, siblings, placeholders);
    }

    /** The offset behind the last event that counts. */
    public long cut() {
        return cut;
    }

    /** The effective time at the cut: the greatest commit time of an event that counts. */
    public long effectiveTs() {
        long effective = plan.snapshot().name().ts();
        for (int i = 0; i < runs.size(); i++) {
            SegmentFile segment = plan.segments().get(i);
            if (segment.name().isTruncateCopy()) {
                effective = Math.max(effective, greatestThrough(runs.get(i), plan.targetMs()));
            } else if (segment.name().to() <= cut) {
                effective = Math.max(effective, segment.name().maxTs());
            } else if (segment.name().from() < cut) {
                effective = Math.max(effective, greatestBefore(i, cut));
            }
        }
        return effective;
    }

    private static long cutOf(PartitionPlan plan, List<Run> runs) {
        long end = plan.snapshot().name().offset();
        for (int i = 0; i < runs.size(); i++) {
            SegmentFile segment = plan.segments().get(i);
            if (segment.name().isTruncateCopy()) {
                continue;
            }
            if (segment.name().maxTs() > plan.targetMs()) {
                SegmentName name = segment.name();
                long first = runs.get(i).firstOffsetAfter(plan.targetMs(), name.from(), name.to());
                return Math.max(plan.snapshot().name().offset(), first);
            }
            end = Math.max(end, segment.name().to());
        }
        return end;
    }

    /** Collects the truncates that count; refuses changes that cannot be applied. */
    private Truncates keyless() throws RefusedChangeException {
        List<Truncate> found = new ArrayList<>();
        long effective = plan.snapshot().name().ts();
        for (int i = 0; i < runs.size(); i++) {
            if (plan.segments().get(i).name().isTruncateCopy()) {
                addCopies(runs.get(i), found);
                continue;
            }
            SegmentName name = plan.segments().get(i).name();
            for (Run.Keyless entry : runs.get(i).leading()) {
                if (entry.offset() < Math.max(low, name.from()) || entry.offset() >= name.to()) {
                    continue;
                }
                if (entry.kind() == EntryCursor.REFUSED) {
                    refuse(entry);
                    continue;
                }
                boolean late =
                        entry.tsMs() < Math.max(effective, greatestBefore(i, entry.offset()));
                if (late ? entry.tsMs() <= plan.targetMs() : entry.offset() < cut) {
                    found.add(truncate(entry, late));
                }
            }
            effective = Math.max(effective, name.maxTs());
        }
        return found.isEmpty() ? Truncates.NONE : new Truncates(found);
    }

    /** A snapshot holds every truncate up to its time: it is made only of what is complete. */
    private void addCopies(Run copies, List<Truncate> found) {
        for (Run.Keyless entry : copies.leading()) {
            if (entry.tsMs() > plan.snapshot().name().ts() && entry.tsMs() <= plan.targetMs()) {
                found.add(truncate(entry, true));
            }
        }
    }

    private static Truncate truncate(Run.Keyless entry, boolean late) {
        return new Truncate(entry.offset(), entry.tsMs(), entry.hasLsn(), entry.lsn(), late);
    }

    private void refuse(Run.Keyless entry) throws RefusedChangeException {
        if (entry.offset() < cut) {
            throw new RefusedChangeException(
                    entry.offset(),
                    "it changes a table without key, but does not give the row it changes"
                            + " (the source needs REPLICA IDENTITY FULL)");
        }
    }

    private static long greatestThrough(Run copies, long targetMs) {
        return copies.leading().stream()
                .mapToLong(Run.Keyless::tsMs)
                .filter(ts -> ts <= targetMs)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** The greatest commit time in a segment, whose run may hold others, before an offset. */
    private long greatestBefore(int segment, long offset) {
        SegmentName name = plan.segments().get(segment).name();
        return runs.get(segment).greatestTs(name.from(), Math.min(name.to(), offset));
    }

    /**
     * Hands the state's rows, in order of key, to the sink; where the sink takes them, whole blocks
     * of the snapshot that no change falls into.
     */
    public void writeTo(RowSink sink) throws IOException {
        EntryCursor snapshot = source.rows(plan.snapshot());
        try {
            new RowMerge(
                            new SnapshotRows(snapshot, truncates),
                            new LoserTree(RunSource.distinct(runs)),
                            new RowState(placeholders, truncates, moved),
                            new KeylessState(truncates),
                            this::counts)
                    .writeTo(sink);
        } finally {
            close(snapshot);
        }
    }

    private boolean counts(EntryCursor entry) {
        return entry.offset >= low
                && entry.offset < cut
                && entry.kind != EntryCursor.TRUNCATE
                && entry.kind != EntryCursor.REFUSED;
    }

    static void close(EntryCursor cursor) throws IOException {
        if (cursor instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
