package io.foresnap.changelog;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Durable storage: one root on any Hadoop file system. Files appear whole or not at all (temporary
 * name, flush, rename), and are never changed afterwards.
 */
public final class Storage implements AutoCloseable {

    /** How the name of a file begins that is not whole yet. */
    public static final String TEMPORARY = ".tmp-";

    /** What is read at once where a reader lets others go first. */
    private static final int PIECE_BYTES = 1 << 16;

    private final FileSystem fileSystem;
    private final Path root;

    /** Made when first needed: on HDFS it is a client of its own. */
    private volatile @Nullable FileContext fileContext;

    private Storage(FileSystem fileSystem, Path root) {
        this.fileSystem = fileSystem;
        this.root = root;
    }

    /** Opens a root by its URI; a path without scheme is on the local file system. */
    public static Storage open(String root) throws IOException {
        return open(root, new Configuration());
    }

    /** Opens a root with the Hadoop settings given. */
    public static Storage open(String root, Configuration hadoop) throws IOException {
        Path path;
        try {
            path = new Path(root);
            if (path.toUri().getScheme() == null) {
                path = new Path(java.nio.file.Path.of(root).toAbsolutePath().toUri());
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("not a storage root: '" + root + "': " + e.getMessage(), e);
        }
        URI uri = path.toUri();
        // An instance of its own: the shared one may be closed by anybody in this process.
        FileSystem fileSystem = FileSystem.newInstance(uri, HdfsDefaults.apply(hadoop));
        // The names carry the checksum of the whole file; side files would only repeat it.
        fileSystem.setWriteChecksum(false);
        fileSystem.setVerifyChecksum(false);
        return new Storage(fileSystem, fileSystem.makeQualified(path));
    }

    /** The Hadoop file system. */
    public FileSystem fileSystem() {
        return fileSystem;
    }

    /** The qualified root. */
    public Path root() {
        return root;
    }

    /** Where a table's segments or snapshots or backups are. */
    public Path directory(String kind, String table) {
        return new Path(new Path(root, kind), TableIds.encode(TableIds.validate("table", table)));
    }

    /** Where a partition's segments or snapshots are. */
    public Path directory(String kind, String table, int partition) {
        return new Path(directory(kind, table), Integer.toString(partition));
    }

    /** The entries of a directory in order of name; none where there is no such directory. */
    public List<FileStatus> list(Path directory) throws IOException {
        FileStatus[] found;
        try {
            found = fileSystem.listStatus(directory);
        } catch (FileNotFoundException nothingThere) {
            return List.of();
        }
        return Stream.of(found)
                .sorted((a, b) -> a.getPath().getName().compareTo(b.getPath().getName()))
                .toList();
    }

    /** A file's whole content. */
    public byte[] readAll(String path, long bytes) throws IOException {
        byte[] content = arrayFor(path, bytes);
        try (FSDataInputStream in = fileSystem.open(new Path(path))) {
            in.readFully(0, content);
        } catch (java.io.EOFException e) {
            throw new DamagedFileException(path, "shorter than the " + bytes + " bytes listed", e);
        }
        return content;
    }

    /**
     * A file's whole content, read piece by piece from one stream.
     *
     * @param pace asked before the file is opened and before each piece
     */
    public byte[] readAll(String path, long bytes, Pace pace) throws IOException {
        byte[] content = arrayFor(path, bytes);
        pace.next(0);
        try (FSDataInputStream in = fileSystem.open(new Path(path))) {
            for (int at = 0; at < content.length; at += PIECE_BYTES) {
                int piece = Math.min(PIECE_BYTES, content.length - at);
                pace.next(piece);
                in.readFully(content, at, piece);
            }
        } catch (java.io.EOFException e) {
            throw new DamagedFileException(path, "shorter than the " + bytes + " bytes listed", e);
        }
        return content;
    }

    private static byte[] arrayFor(String path, long bytes) throws IOException {
        if (bytes > Integer.MAX_VALUE - 16) {
            throw new IOException(path + " has " + bytes + " bytes: too large to hold in memory");
        }
        return new byte[(int) bytes];
    }

    /**
     * Writes a file that appears whole under the name its checksum gives.
     *
     * @param directory made when missing
     * @param nameOfChecksum file name for a CRC32C
     * @param content writes the content; need not close the stream
     */
    public Written write(Path directory, IntFunction<String> nameOfChecksum, Content content)
            throws IOException {
        Path temporary = new Path(directory, TEMPORARY + UUID.randomUUID());
        Written staged = stage(temporary, content);
        boolean done = false;
        try {
            Path target = new Path(directory, nameOfChecksum.apply(staged.crc32c()));
            publish(temporary, target);
            done = true;
            return new Written(target.toString(), staged.bytes(), staged.crc32c());
        } finally {
            if (!done) {
                fileSystem.delete(temporary, false);
            }
        }
    }

    /**
     * Writes a whole file, flushed and closed, that only its writer knows yet; a hidden name keeps
     * it from readers.
     *
     * @return its checksum and size, for the name it will get
     */
    public Written stage(Path hidden, Content content) throws IOException {
        CRC32C crc = new CRC32C();
        boolean done = false;
        try {
            long bytes = writeFile(hidden, crc, content);
            done = true;
            return new Written(hidden.toString(), bytes, (int) crc.getValue());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!done) {
                fileSystem.delete(hidden, false);
            }
        }
    }

    private long writeFile(Path path, CRC32C crc, Content content) throws IOException {
        FSDataOutputStream file = fileSystem.create(path, true);
        boolean written = false;
        try {
            OutputStream out =
                    new BufferedOutputStream(
                            new CheckedOutputStream(new FreshFailures(file), crc), 1 << 16);
            // Not closed with the content's writer: it has yet to be synced.
            content.writeTo(CloseShieldOutputStream.wrap(out));
            out.flush();
            file.hsync();
            long bytes = file.getPos();
            written = true;
            return bytes;
        } finally {
            if (written) {
                file.close();
            } else {
                IOUtils.closeStream(file);
            }
        }
    }

    /** Makes a staged file visible under its final name; to do so twice changes nothing. */
    public void publish(Path temporary, Path target) throws IOException {
        // A rename that finds the name taken: the same content was written before us, for the name
        // carries the checksum or names one attempt of one request.
        if (!fileSystem.rename(temporary, target)) {
            if (!fileSystem.exists(target)) {
                throw new IOException("cannot rename " + temporary + " to " + target);
            }
            fileSystem.delete(temporary, false);
        }
    }

    /**
     * Makes a folder visible under its final name by one rename that never replaces anything (on
     * HDFS, one step of the NameNode).
     *
     * @throws org.apache.hadoop.fs.FileAlreadyExistsException when the name is taken
     */
    public void publishDirectory(Path from, Path to) throws IOException {
        FileContext renaming = fileContext;
        if (renaming == null) {
            renaming = FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf());
            fileContext = renaming;
        }
        renaming.rename(from, to, Options.Rename.NONE);
    }

    @Override
    public void close() throws IOException {
        fileSystem.close();
    }

    /**
     * A stream that failed once throws the very same exception from every later call, and Java
     * refuses to suppress an exception by itself ("Self-suppression not permitted"), which would
     * hide the cause. Here each call throws one of its own.
     */
    private static final class FreshFailures extends FilterOutputStream {

        FreshFailures(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                throw new IOException(Retry.reason(e), e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw new IOException(Retry.reason(e), e);
            }
        }
    }

    /** What writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /** Writes the whole content. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A file that was written.
     *
     * @param path its whole path
     * @param bytes its size
     * @param crc32c CRC32C of its content
     */
    public record Written(String path, long bytes, int crc32c) {}
}
