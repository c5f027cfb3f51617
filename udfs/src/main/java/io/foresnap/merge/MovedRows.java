package io.foresnap.merge;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were deleted by a key change, by the source position that the delete shares with the
 * insert under the new key.
 */
@FunctionalInterface
interface MovedRows {

    /** The row as it was before the delete at this position, or null when there is none. */
    byte @Nullable [] at(long tx, long lsn) throws IOException;

    /**
     * Asked when there is no such row and nothing else to take its place.
     *
     * @throws NotRestorableException when it may yet come
     */
    default void requireSearched(long tx, long lsn) throws NotRestorableException {}
}
