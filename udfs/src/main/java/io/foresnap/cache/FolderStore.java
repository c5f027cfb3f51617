package io.foresnap.cache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder {@code <directory>/node-<n>} that one process at a time works in, and what is in it only
 * its owner reads, if the file system knows owners' permissions. Who starts takes the folder that
 * it had last, or the first that nobody has locked and no other living process had last: after a
 * restart of a job, or of a process, that is the one that was left.
 */
final class FolderStore implements DiskStore {

    private static final Logger LOG = LoggerFactory.getLogger(FolderStore.class);
    private static final int MOST_INSTANCES = 1000;
    private static final int MOST_IN_QUARANTINE = 16;
    private static final int READ_BYTES = 1 << 20;
    private static final String LOCK = "lock";
    private static final String QUARANTINE = "quarantine";
    private static final String FILE = ".run";
    private static final String TEMPORARY = ".tmp";
    private static final Set<PosixFilePermission> FOLDER_MODE =
            PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(FOLDER_MODE);
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private final FileChannel lockFile;
    private final String claim;

    private FolderStore(Path folder, FileChannel lockFile, String claim) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.claim = claim;
    }

    /**
     * Takes a folder.
     *
     * @param directory made when missing
     */
    static FolderStore open(Path directory) throws IOException {
        Files.createDirectories(directory, with(OWNERS_FOLDER, directory));
        FolderOwner here = FolderOwner.thisProcess();
        FolderStore taken = takeFirst(directory, last -> last.filter(here::equals).isPresent());
        if (taken == null) {
            taken = takeFirst(directory, last -> last.filter(FolderOwner::lives).isEmpty());
        }
        if (taken == null) {
            throw new IOException(
                    "all " + MOST_INSTANCES + " folders in " + directory + " are taken");
        }
        taken.note(here);
        return taken;
    }

    private static @Nullable FolderStore takeFirst(
            Path directory, Predicate<Optional<FolderOwner>> lastOwner) throws IOException {
        for (int i = 0; i < MOST_INSTANCES; i++) {
            Path folder = directory.toRealPath().resolve("node-" + i);
            FolderStore taken = lastOwner.test(FolderOwner.last(folder)) ? tryToTake(folder) : null;
            if (taken != null) {
                return taken;
            }
        }
        return null;
    }

    /** Without a note, as on a full disk, the folder serves as well. */
    private void note(FolderOwner owner) {
        Path half = folder.resolve(FolderOwner.NOTE + TEMPORARY);
        try (FileChannel out =
                FileChannel.open(
                        half,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        with(OWNERS_FILE, folder))) {
            out.write(ByteBuffer.wrap(owner.note().getBytes(StandardCharsets.US_ASCII)));
            out.close();
            Files.move(
                    half,
                    folder.resolve(FolderOwner.NOTE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("Cannot note in {} whose folder it is", folder, e);
        }
    }

    /**
     * Takes a folder if nobody has. Closing any channel of a file gives up all locks that the
     * process has on it: so the process itself, whatever class loaders it has, first notes in its
     * properties what it works in.
     */
    private static @Nullable FolderStore tryToTake(Path folder) throws IOException {
        String claim = "foresnap.cache.taken." + folder;
        if (System.getProperties().putIfAbsent(claim, "true") != null) {
            return null;
        }
        FileChannel lockFile = null;
        FileLock lock = null;
        try {
            makeOwn(folder);
            makeOwn(folder.resolve(QUARANTINE));
            lockFile =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            with(OWNERS_FILE, folder));
            lock = lockFile.tryLock();
            return lock == null ? null : new FolderStore(folder, lockFile, claim);
        } finally {
            if (lock == null) {
                System.getProperties().remove(claim);
                if (lockFile != null) {
                    lockFile.close();
                }
            }
        }
    }

    /** Makes a folder, or makes sure that one is no link and its owner's alone. */
    private static void makeOwn(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, with(OWNERS_FOLDER, folder));
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw there;
            }
            if (hasPermissions(folder)) {
                Files.setPosixFilePermissions(folder, FOLDER_MODE);
            }
        }
    }

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** A permission from the file's first moment, on a file system that knows it. */
    private static FileAttribute<?>[] with(FileAttribute<?> permission, Path file) {
        return hasPermissions(file) ? new FileAttribute<?>[] {permission} : new FileAttribute<?>[0];
    }

    Path folder() {
        return folder;
    }

    private Path file(String name) {
        return folder.resolve(name + FILE);
    }

    @Override
    public List<Stored> list() throws IOException {
        List<Stored> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(TEMPORARY)) {
                    Files.deleteIfExists(file);
                } else if (name.endsWith(FILE)) {
                    String stem = name.substring(0, name.length() - FILE.length());
                    found.add(new Stored(stem, Files.size(file)));
                }
            }
        }
        return found;
    }

    @Override
    public byte[] readFirst(String name, int bytes) throws IOException {
        try (FileChannel in = FileChannel.open(file(name), StandardOpenOption.READ)) {
            byte[] first = new byte[(int) Math.min(bytes, in.size())];
            fill(in, first, name);
            return first;
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return readFirst(name, Integer.MAX_VALUE - Long.BYTES);
    }

    // A part at a time: Java takes as much direct memory as a read is large, and keeps it.
    private static void fill(FileChannel in, byte[] to, String name) throws IOException {
        int done = 0;
        while (done < to.length) {
            ByteBuffer part = ByteBuffer.wrap(to, done, Math.min(READ_BYTES, to.length - done));
            int read = in.read(part);
            if (read < 0) {
                throw new EOFException(name + " became shorter while it was read");
            }
            done += read;
        }
    }

    @Override
    public void write(String name, Iterable<ByteBuffer> content) throws IOException {
        Path temporary = folder.resolve(name + TEMPORARY);
        try {
            try (FileChannel out =
                    FileChannel.open(
                            temporary,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            with(OWNERS_FILE, folder))) {
                for (ByteBuffer part : content) {
                    while (part.hasRemaining()) {
                        out.write(part);
                    }
                }
                out.force(true);
            }
            // The folder is not flushed: a name that a crash of the machine loses is one file less.
            Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    @Override
    public void quarantine(String name) throws IOException {
        Path aside = folder.resolve(QUARANTINE);
        List<Path> others = inQuarantine();
        others.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
        for (int i = 0; i <= others.size() - MOST_IN_QUARANTINE; i++) {
            Files.deleteIfExists(others.get(i));
        }
        Files.move(file(name), aside.resolve(name + FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Path> inQuarantine() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(QUARANTINE))) {
            files.forEach(found::add);
        }
        return found;
    }

    @Override
    public void emptyQuarantine() throws IOException {
        for (Path file : inQuarantine()) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
        System.getProperties().remove(claim);
    }
}
