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

    /**
     * Whether a block may now be handed over unopened, instead of its rows. A sink that takes it
     * ends up as if it had got the rows, provided that rows follow the block unless it is the last
     * of its file.
     */
    default boolean takes(RowBlock block) {
        return false;
    }

    /** Takes a block; only after {@link #takes} said so. */
    default void block(RowBlock block) throws IOException {
        throw new UnsupportedOperationException("this sink takes rows only");
    }
}
