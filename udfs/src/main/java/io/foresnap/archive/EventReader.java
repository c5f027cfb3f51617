package io.foresnap.archive;

import java.io.IOException;
import java.util.Optional;

/** Reads an {@link EventInput} once. */
public interface EventReader extends AutoCloseable {

    /** Goes to the next line or record; false behind the last. */
    boolean advance() throws IOException;

    /**
     * The event it holds; empty where it changes no row, as a tombstone or a blank line.
     *
     * @throws MalformedEventException that says what is wrong with it
     */
    Optional<DebeziumEvent> event() throws IOException;

    /** Where it stands, for messages: the file and the line or record. */
    String position();

    @Override
    void close() throws IOException;
}
