package io.foresnap.snapshot;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The blocks of a row file, one after the other. */
interface RowBlocks extends AutoCloseable {

    /** The next block; null at the end. */
    @Nullable RowBlock next() throws IOException;

    /** What to report when a row of the last block cannot be read. */
    IOException failure(Exception e);

    @Override
    void close() throws IOException;
}
