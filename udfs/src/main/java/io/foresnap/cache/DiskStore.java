package io.foresnap.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Files of one instance of the disk tier, by name. Safe for several threads. */
interface DiskStore extends Closeable {

    /**
     * A file.
     *
     * @param bytes its size
     */
    record Stored(String name, long bytes) {}

    /** Every file; what a writer left unfinished is removed. */
    List<Stored> list() throws IOException;

    /** The first bytes of a file, fewer where it is shorter. */
    byte[] readFirst(String name, int bytes) throws IOException;

    /**
     * A whole file.
     *
     * @throws java.nio.file.NoSuchFileException when it is not there any more
     */
    byte[] read(String name) throws IOException;

    /** How much of the disk a file takes that has so many bytes. */
    default long bytesFor(long contentBytes) {
        return contentBytes;
    }

    /**
     * Writes a file that appears whole, and only after it has reached the disk.
     *
     * @param content its parts; each is written before the next is asked for
     */
    void write(String name, Iterable<ByteBuffer> content) throws IOException;

    /** Removes a file if it is there. */
    void delete(String name) throws IOException;

    /** Puts a file aside that is not what was written; of these only the newest few are kept. */
    void quarantine(String name) throws IOException;

    /** Removes what was put aside. */
    void emptyQuarantine() throws IOException;
}
