package io.foresnap.cluster;

import io.foresnap.local.TempFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a cluster keeps everything: {@code cluster.properties}, and the folders {@code conf},
 * {@code log}, {@code run} (pids), {@code jobs} (what jobs were submitted with), {@code data} and
 * {@code tmp}. Nothing of a cluster is anywhere else.
 */
final class ClusterFolder {

    private static final List<String> FOLDERS =
            List.of("run", "tmp", "conf", "jobs", "log", "data");

    /** Without them the next cluster in the folder has to begin anew. */
    private static final List<String> KEPT = List.of("data", "log", "jobs");

    private final Path path;

    ClusterFolder(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    Path settings() {
        return path.resolve("cluster.properties");
    }

    Path conf() {
        return path.resolve("conf");
    }

    Path log(String process) {
        return path.resolve("log").resolve(process + ".log");
    }

    /** What a process writes to stdout and stderr. */
    Path output(String process) {
        return path.resolve("log").resolve(process + ".out");
    }

    Path pid(String process) {
        return path.resolve("run").resolve(process + ".pid");
    }

    Path data(String process) {
        return path.resolve("data").resolve(process);
    }

    Path temporary(String process) {
        return path.resolve("tmp").resolve(process);
    }

    Path jobs() {
        return path.resolve("jobs");
    }

    /** Makes sure that none of a new cluster's folders is somebody else's: it will be deleted. */
    void requireFree() throws IOException {
        for (String folder : FOLDERS) {
            if (Files.exists(path.resolve(folder))) {
                throw new IOException(
                        "--directory: %s holds no cluster, but a %s that is not one's: give another"
                                .formatted(path, folder));
            }
        }
    }

    /** Makes what is missing. */
    void create() throws IOException {
        for (String folder : FOLDERS) {
            Files.createDirectories(path.resolve(folder));
        }
    }

    /**
     * Deletes what is the cluster's; the folder itself, too, when nothing else is in it.
     *
     * @param keepData whether data, logs and settings stay for a next cluster in this folder
     */
    void delete(boolean keepData) throws IOException {
        for (String folder : FOLDERS) {
            if (!keepData || !KEPT.contains(folder)) {
                TempFolder.delete(path.resolve(folder));
            }
        }
        if (!keepData) {
            Files.deleteIfExists(settings());
            try {
                Files.deleteIfExists(path);
            } catch (DirectoryNotEmptyException othersFiles) {
                return;
            }
        }
    }
}
