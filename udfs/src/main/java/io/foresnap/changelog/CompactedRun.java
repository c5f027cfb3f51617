package io.foresnap.changelog;

import java.util.List;

/**
 * The changes of contiguous segments in one run: a merge's costs grow with how many runs it has to
 * compare, not only with their changes. It is the run that one segment in place of all would have
 * made, so what is made of it does not change.
 */
public final class CompactedRun implements CachedFile {

    private final List<Part> parts;
    private final Run run;

    /**
     * @param parts what it holds, contiguous and in order
     * @param run the changes of exactly these
     */
    private CompactedRun(List<Part> parts, Run run) {
        this.parts = List.copyOf(parts);
        this.run = run;
    }

    /**
     * A segment in it.
     *
     * @param path the segment's path
     * @param from first offset covered
     * @param to offset after the last one covered
     */
    public record Part(String path, long from, long to) {}

    /** One segment, still by itself. */
    public static CompactedRun of(Part part, Run run) {
        return new CompactedRun(List.of(part), run);
    }

    /**
     * Several that became one before.
     *
     * @param parts what it holds, contiguous and in order
     * @param run the changes of exactly these
     */
    public static CompactedRun of(List<Part> parts, Run run) {
        for (int i = 1; i < parts.size(); i++) {
            requireNext(parts.get(i - 1).to(), parts.get(i).from());
        }
        return new CompactedRun(parts, run);
    }

    /**
     * Several in one; takes their size twice in memory while it works.
     *
     * @param neighbours contiguous, in order of offset
     */
    public static CompactedRun concat(List<CompactedRun> neighbours) {
        requireContiguous(neighbours);
        long bytes = neighbours.stream().mapToLong(CompactedRun::sizeInBytes).sum();
        RunBuilder builder =
                new RunBuilder(
                        neighbours.get(0).from(),
                        neighbours.get(0).run.baseTs(),
                        (int) Math.min(Integer.MAX_VALUE / 2, bytes));
        for (CompactedRun neighbour : neighbours) {
            neighbour.copyTo(builder, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return new CompactedRun(
                neighbours.stream().flatMap(n -> n.parts.stream()).toList(), builder.build());
    }

    private static void requireContiguous(List<CompactedRun> neighbours) {
        for (int i = 1; i < neighbours.size(); i++) {
            requireNext(neighbours.get(i - 1).to(), neighbours.get(i).from());
        }
    }

    private static void requireNext(long to, long from) {
        if (to != from) {
            throw new IllegalArgumentException(
                    "offsets up to " + to + " are not followed by " + from);
        }
    }

    /** What it holds, contiguous and in order. */
    public List<Part> parts() {
        return parts;
    }

    /** First offset covered. */
    public long from() {
        return parts.get(0).from();
    }

    /** Offset after the last one covered. */
    public long to() {
        return parts.get(parts.size() - 1).to();
    }

    /** The changes of all its segments. */
    public Run run() {
        return run;
    }

    /**
     * The changes of some of its segments: the whole run or a copy.
     *
     * @param from first offset of a segment in it
     * @param to offset after the last one of a segment in it
     */
    public Run run(long from, long to) {
        if (from == from() && to == to()) {
            return run;
        }
        long share = (long) (run.sizeInBytes() * ((double) (to - from) / (to() - from())));
        RunBuilder builder = new RunBuilder(from, run.baseTs(), (int) share);
        copyTo(builder, from, to);
        return builder.build();
    }

    private void copyTo(RunBuilder builder, long from, long to) {
        Run.Cursor cursor = run.newCursor();
        while (cursor.advance()) {
            if (cursor.offset >= from && cursor.offset < to) {
                builder.add(cursor);
            }
        }
    }

    @Override
    public byte[] bytes() {
        return run.bytes();
    }
}
