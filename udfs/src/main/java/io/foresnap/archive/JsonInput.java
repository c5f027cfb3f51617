package io.foresnap.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file of Debezium JSON lines, plain or gzip.
 *
 * @param file where it is
 */
public record JsonInput(Path file) implements EventInput {

    @Override
    public EventReader open() throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder, not a file of events");
        }
        try {
            return new Reader(file, JsonLines.open(file));
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        } catch (ZipException e) {
            throw new IOException(file + " is no valid gzip file: " + e.getMessage(), e);
        }
    }

    private static final class Reader implements EventReader {

        private final Path file;
        private final JsonLines lines;
        private final DebeziumParser parser = new DebeziumParser();
        private byte @Nullable [] line;

        Reader(Path file, JsonLines lines) {
            this.file = file;
            this.lines = lines;
        }

        @Override
        public boolean advance() throws IOException {
            try {
                line = lines.next();
                return line != null;
            } catch (JsonLines.LineTooLongException e) {
                throw new IOException(file + " " + e.getMessage(), e);
            } catch (EOFException | ZipException e) {
                throw new IOException(
                        file + " is a damaged gzip file behind line " + lines.line(), e);
            }
        }

        @Override
        public Optional<DebeziumEvent> event() throws MalformedEventException {
            byte[] bytes = line;
            return bytes == null || isBlank(bytes) ? Optional.empty() : parser.parse(bytes);
        }

        @Override
        public String position() {
            return file + " line " + lines.line();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
