package io.foresnap.changelog;

import io.foresnap.event.TablePartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
            if (name.isMark()) {
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

    /** The time through which the log is known to be complete, given the chain's end. */
    public long completeThrough(Chain chain) {
        long through = Long.MIN_VALUE;
        for (SegmentFile file : files) {
            SegmentName name = file.name();
            if (name.isMark() && name.from() <= chain.end()) {
                // A mark behind which more was written still holds for its own time.
                through = Math.max(through, name.maxTs());
            }
        }
        for (SegmentFile segment : chain.segments()) {
            // More events of the last millisecond may still be on their way.
            through = Math.max(through, segment.name().maxTs() - 1);
        }
        return through;
    }
}
