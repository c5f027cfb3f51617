package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.snapshot.SnapshotFile;
import java.io.IOException;

/** Where a merge gets its input: a cache, durable storage, or one behind the other. */
public interface RunSource {

    /** A segment, verified and sorted. */
    Run run(SegmentFile segment) throws IOException;

    /** The rows of a snapshot in order of key. A closeable cursor is closed by the merge. */
    EntryCursor rows(SnapshotFile snapshot) throws IOException;
}
