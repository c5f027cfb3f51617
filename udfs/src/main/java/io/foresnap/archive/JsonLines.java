package io.foresnap.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a file, plain or gzip (told by its first bytes). Only {@code \n} ends a line: other
 * characters that Unicode calls line ends may stand inside JSON strings.
 */
public final class JsonLines implements AutoCloseable {

    /** What no change of a row takes, and no memory of ours holds twice. */
    private static final int MOST_BYTES = 256 << 20;

    private final InputStream in;
    private final int mostBytes;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long line;

    /** A line that is longer than any event. */
    static final class LineTooLongException extends IOException {

        private static final long serialVersionUID = 1L;

        LineTooLongException(long line, int mostBytes) {
            super("line " + line + " is longer than " + mostBytes + " bytes");
        }
    }

    private JsonLines(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
    }

    /** Opens a file. */
    public static JsonLines open(Path file) throws IOException {
        return open(file, MOST_BYTES);
    }

    /**
     * Opens a file.
     *
     * @param mostBytes how long a line may be
     */
    static JsonLines open(Path file, int mostBytes) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        raw.mark(2);
        boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        return new JsonLines(gzip ? new GZIPInputStream(raw, 1 << 16) : raw, mostBytes);
    }

    /** The next line without its end, or null behind the last. */
    public byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        boolean any = false;
        while (true) {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
                if (limit <= 0) {
                    limit = 0;
                    line++;
                    return any ? bytes.toByteArray() : null;
                }
            }
            any = true;
            for (int i = position; i < limit; i++) {
                if (buffer[i] == '\n') {
                    bytes.write(buffer, position, i - position);
                    position = i + 1;
                    line++;
                    return bytes.toByteArray();
                }
            }
            bytes.write(buffer, position, limit - position);
            position = limit;
            if (bytes.size() > mostBytes) {
                throw new LineTooLongException(line + 1, mostBytes);
            }
        }
    }

    /** Number of the line returned last, from 1. */
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
