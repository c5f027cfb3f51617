package io.foresnap.cluster.check;

import io.foresnap.cluster.ProcessTools;
import io.foresnap.local.TempFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of its own of a few MiB, which can be full. */
final class SmallDisk implements AutoCloseable {

    private final TempFolder folder;

    private SmallDisk(TempFolder folder) {
        this.folder = folder;
    }

    /** Mounts one; empty where this user may not. */
    static Optional<SmallDisk> mount(int mebibytes) throws IOException, InterruptedException {
        TempFolder folder = TempFolder.create("foresnap-disk-");
        try {
            ProcessTools.run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "size=" + mebibytes + "m",
                    "tmpfs",
                    folder.path().toString());
            return Optional.of(new SmallDisk(folder));
        } catch (IOException mayNot) {
            folder.close();
            return Optional.empty();
        }
    }

    /** A folder on it. */
    Path folder(String name) {
        return folder.path().resolve(name);
    }

    private Path filler() {
        return folder.path().resolve("filler");
    }

    /** Leaves no byte free. */
    void fill() throws IOException {
        byte[] some = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (folder.path().toFile().getUsableSpace() > 0) {
                out.write(some);
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    @Override
    public void close() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            // Lazily: a process that is being ended may still have a file open.
            ProcessTools.run("umount", "-l", folder.path().toString());
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        folder.close();
    }
}
