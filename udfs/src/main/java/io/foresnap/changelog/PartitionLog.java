package io.foresnap.changelog;

import io.foresnap.event.TablePartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A partition's segments as listed.
 *
 * @param of the partition
 * @param files every segment and mark found, in any order
 */
public record PartitionLog(TablePartition of, List<SegmentFile> files) {

    public PartitionLog {
        files =
                files.stream()
                        .sorted(
                                Comparator.comparingLong((SegmentFile f) -> f.name().from())
                                        .thenComparing(f -> -f.name().to()))
                        .toList();
    }

    /** Files that only say how far the log is complete. */
    public List<SegmentFile> marks() {
        return files.stream().filter(f -> f.name().isMark()).toList();
    }

    /** Offset after the last one written, whatever is missing before; 0 in an empty log. */
    public long end() {
        return files.stream().mapToLong(f -> f.name().to()).max().orElse(0);
    }

    /**
     * Offset after the last one known to be covered; empty when nothing tells where the log begins.
     * Truncates that came from other partitions do not: they have no offset here.
     */
    public OptionalLong coveredTo() {
        return files.stream()
                .filter(f -> !f.name().isTruncateCopy())
                .mapToLong(f -> f.name().to())
                .max();
    }

    /** Files that hold truncates of other partitions. */
    public List<SegmentFile> truncateCopies() {
        return files.stream().filter(f -> f.name().isTruncateCopy()).toList();
    }

    /**
     * The contiguous chain of segments that covers every offset from {@code offset} on, as far as
     * it goes. Where segments overlap (a writer that was restarted), the longest is taken.
     */
    public Chain chainFrom(long offset) {
        List<SegmentFile> chain = new ArrayList<>();
        long end = offset;
        SegmentFile best = null;
        for (SegmentFile file : files) {
            SegmentName name = file.name();
            if (name.from() == name.to()) {
                continue;
            }
            if (name.from() > end) {
                if (best == null) {
                    break;
                }
                chain.add(best);
                end = best.name().to();
                best = null;
                if (name.from() > end) {
                    break;
                }
            }
            if (name.to() > end && (best == null || name.to() > best.name().to())) {
                best = file;
            }
        }
        if (best != null) {
            chain.add(best);
            end = best.name().to();
        }
        return new Chain(chain, end, nextAfter(end));
    }

    private Optional<SegmentFile> nextAfter(long end) {
        return files.stream().filter(f -> f.name().from() > end).findFirst();
    }

    /**
     * Contiguous segments.
     *
     * @param segments in order
     * @param end offset after the last one covered
     * @param beyondHole the first file behind a hole in the log, if there is a hole
     */
    public record Chain(List<SegmentFile> segments, long end, Optional<SegmentFile> beyondHole) {}

    /**
     * The time through which the log is known to be complete, given the chain's end.
     *
     * <p>Marks alone say it where there are any: a segment with a later change does not mean that
     * the other partitions have been read so far, and a truncate among theirs belongs here, too. A
     * mark behind a hole still holds for what lies before the hole. In a log without marks, what
     * was written is what there was.
     */
    public long completeThrough(Chain chain) {
        long written = Long.MIN_VALUE;
        for (SegmentFile segment : chain.segments()) {
            // More events of the last millisecond may still be on their way.
            written = Math.max(written, segment.name().maxTs() - 1);
        }
        List<SegmentFile> marks = marks();
        if (marks.isEmpty()) {
            return written;
        }
        long marked = Long.MIN_VALUE;
        for (SegmentFile mark : marks) {
            long through = mark.name().maxTs();
            boolean behindHole = mark.name().from() > chain.end();
            marked = Math.max(marked, behindHole ? Math.min(through, written) : through);
        }
        return marked;
    }
}
