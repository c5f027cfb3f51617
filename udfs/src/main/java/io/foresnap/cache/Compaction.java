package io.foresnap.cache;

import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.CompactedRun;
import io.foresnap.changelog.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which runs of a partition become one: contiguous ones, several at a time and each small against
 * the result, so that a change is copied a few times at most however its log grows. Runs with
 * truncates stay apart: a merge looks at each of their segments from its beginning.
 */
final class Compaction {

    /** Fewer are not worth the work. */
    static final int LEAST_PARTS = 8;

    private static final long LARGEST_RUN = 64L << 20;
    private static final int SHARE_OF_CACHE = 16;

    private Compaction() {}

    /**
     * A run that may become part of a larger one.
     *
     * @param key what it is held under
     * @param entry what is held
     * @param run its changes
     */
    record Candidate(String key, CacheEntry entry, CompactedRun run) {

        static Candidate of(String key, CacheEntry entry, CachedPath file) {
            CachedFile content = entry.content();
            CompactedRun run =
                    content instanceof CompactedRun compacted
                            ? compacted
                            : CompactedRun.of(
                                    new CompactedRun.Part(key, file.from(), file.end()),
                                    (Run) content);
            return new Candidate(key, entry, run);
        }
    }

    /** The largest compacted run in a cache of a size. */
    static long largestRun(long capacityBytes) {
        return Math.min(LARGEST_RUN, capacityBytes / SHARE_OF_CACHE);
    }

    /** Whether what is held may become part of a larger run. */
    static boolean admits(CachedFile content, long capacityBytes) {
        if (content.sizeInBytes() > largestRun(capacityBytes) / LEAST_PARTS) {
            return false;
        }
        return content instanceof CompactedRun || content instanceof Run run && !run.hasLeading();
    }

    /**
     * Groups of neighbours.
     *
     * @param candidates of one partition, in any order
     */
    static List<List<Candidate>> groups(List<Candidate> candidates, long capacityBytes) {
        List<Candidate> sorted = new ArrayList<>(candidates);
        sorted.sort(Comparator.comparingLong((Candidate c) -> c.run().from()));
        long most = largestRun(capacityBytes);
        List<List<Candidate>> groups = new ArrayList<>();
        List<Candidate> group = new ArrayList<>();
        long bytes = 0;
        long end = -1;
        for (Candidate next : sorted) {
            int size = next.run().sizeInBytes();
            if (next.run().from() != end || bytes + size > most) {
                addIfWorth(group, groups);
                group = new ArrayList<>();
                bytes = 0;
            }
            group.add(next);
            bytes += size;
            end = next.run().to();
        }
        addIfWorth(group, groups);
        return groups;
    }

    private static void addIfWorth(List<Candidate> group, List<List<Candidate>> groups) {
        if (group.size() >= LEAST_PARTS) {
            groups.add(group);
        }
    }

    /** The group's changes in one run. */
    static CompactedRun compact(List<Candidate> group) {
        return CompactedRun.concat(group.stream().map(Candidate::run).toList());
    }
}
