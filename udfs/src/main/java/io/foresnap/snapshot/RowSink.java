package io.foresnap.snapshot;

import io.foresnap.changelog.EntryCursor;
import java.io.IOException;

/** Takes rows in order of key. */
@FunctionalInterface
public interface RowSink {

    /**
     * Takes one row, described by the fields of a cursor: key, row, offset and time of the change
     * that made it what it is. The view is reused; its arrays are never changed.
     */
    void row(EntryCursor row) throws IOException;
}
