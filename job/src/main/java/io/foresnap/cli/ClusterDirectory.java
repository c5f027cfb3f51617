package io.foresnap.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster of this machine. */
final class ClusterDirectory {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "The cluster's folder, with its data, logs and pids; job/target/cluster below"
                            + " run-local.sh unless given.")
    @Nullable Path directory;

    Path path() {
        return directory == null ? home().resolve("job/target/cluster") : directory;
    }

    /** Where {@code conf} is: run-local.sh tells. */
    static Path home() {
        return Path.of(System.getProperty("foresnap.home", "."));
    }
}
