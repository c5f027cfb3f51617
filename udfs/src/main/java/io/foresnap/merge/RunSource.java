package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.snapshot.SnapshotFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where a merge gets its input: a cache, durable storage, or one behind the other. */
public interface RunSource {

    /** A segment, verified and sorted. */
    Run run(SegmentFile segment) throws IOException;

    /**
     * A run for each of several segments, in the order given. Neighbours may have one and the same
     * run: it then holds the changes of exactly these.
     */
    default List<Run> runs(List<SegmentFile> segments) throws IOException {
        List<Run> runs = new ArrayList<>(segments.size());
        for (SegmentFile segment : segments) {
            runs.add(run(segment));
        }
        return runs;
    }

    /** Every run once. */
    static List<Run> distinct(List<Run> runs) {
        List<Run> distinct = new ArrayList<>(runs.size());
        Run last = null;
        for (Run run : runs) {
            if (run != last) {
                distinct.add(run);
            }
            last = run;
        }
        return distinct;
    }

    /** The rows of a snapshot in order of key. A closeable cursor is closed by the merge. */
    EntryCursor rows(SnapshotFile snapshot) throws IOException;
}
