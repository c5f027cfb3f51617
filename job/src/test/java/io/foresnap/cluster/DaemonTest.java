package io.foresnap.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes. */
@SuppressWarnings("NullAway.Init")
class DaemonTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path path;
    private ClusterFolder folder;
    private Daemon daemon;

    @BeforeEach
    void create() throws IOException {
        folder = new ClusterFolder(path.resolve("cluster"));
        folder.create();
        daemon = new Daemon(folder, "sleeper");
    }

    @AfterEach
    void end() throws Exception {
        daemon.kill();
    }

    @Test
    void whoeverLooksIntoTheFolderFindsTheProcessAndEndsIt() throws Exception {
        daemon.start(sleeper("60"));

        Daemon other = new Daemon(folder, "sleeper");
        long pid = other.process().orElseThrow().pid();
        other.stop(PATIENCE);

        assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
        assertThat(daemon.isAlive()).isFalse();
        assertThat(folder.pid("sleeper")).doesNotExist();
    }

    @Test
    void whatWasKilledIsGone() throws Exception {
        daemon.start(sleeper("60"));

        daemon.kill();

        assertThat(daemon.isAlive()).isFalse();
    }

    @Test
    void aStrangerWithTheSamePidIsNotTheProcess() throws Exception {
        Files.writeString(folder.pid("sleeper"), ProcessHandle.current().pid() + " 1000");

        assertThat(daemon.process()).isEmpty();
        daemon.stop(PATIENCE);
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void itsLastWordsTellWhyItEnded() throws Exception {
        daemon.start(sleeper("no number"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (daemon.isAlive() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }

        assertThat(daemon.isAlive()).isFalse();
        assertThat(daemon.lastWords(5)).anyMatch(line -> line.contains("no number"));
    }

    @Test
    void nothingIsLeftOfAFolderUnlessItHoldsOthersFiles() throws Exception {
        Files.createFile(folder.settings());
        folder.delete(true);
        assertThat(folder.settings()).exists();
        folder.delete(false);
        assertThat(folder.path()).doesNotExist();

        folder.create();
        Files.createFile(folder.path().resolve("mine.txt"));
        folder.delete(false);
        assertThat(folder.path().resolve("mine.txt")).exists();
    }

    private static Launch sleeper(String seconds) {
        return new Launch(
                Sleeper.class.getName(),
                System.getProperty("java.class.path"),
                List.of("-Xmx16m"),
                List.of(seconds));
    }

    /** Sleeps so many seconds. */
    static final class Sleeper {
        public static void main(String[] arguments) throws InterruptedException {
            Thread.sleep(1000 * Long.parseLong(arguments[0]));
        }

        private Sleeper() {}
    }
}
