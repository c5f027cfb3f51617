package io.foresnap.archive;

import java.io.IOException;

/** Events in commit order, to be read as often as needed: a file, or files that belong together. */
public interface EventInput {

    /** Opens it at its beginning. */
    EventReader open() throws IOException;
}
