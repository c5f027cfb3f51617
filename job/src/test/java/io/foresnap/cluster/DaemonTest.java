package io.foresnap.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    @EnabledOnOs(OS.LINUX)
    void whatIsNotedOfItDoesNotMoveWithTheClock() throws Exception {
        daemon.start(sleeper("60"));

        long pid = daemon.process().orElseThrow().pid();
        String ticks = Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ")[21];
        String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        assertThat(folder.pid("sleeper")).hasContent(pid + " " + ticks + " " + boot);

        Files.writeString(folder.pid("sleeper"), pid + " " + ticks + " another-boot");
        assertThat(daemon.process()).isEmpty();
        Files.writeString(folder.pid("sleeper"), pid + " " + ticks + " " + boot);
    }

    @Test
    void aStartByTheClockIsUnderstoodToo() throws Exception {
        daemon.start(sleeper("60"));
        ProcessHandle process = daemon.process().orElseThrow();

        long started = ProcessMark.startMillis(process);
        Files.writeString(folder.pid("sleeper"), process.pid() + " " + (started + 1000));

        assertThat(daemon.process()).contains(process);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4711", "4711 x", "4711 1x"})
    void aDamagedPidFileIsNamed(String content) throws Exception {
        Files.writeString(folder.pid("sleeper"), content);

        assertThatThrownBy(daemon::isAlive)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.pid("sleeper") + " is damaged ('" + content)
                .hasMessageNotContaining("\n");
        Files.delete(folder.pid("sleeper"));
    }

    @Test
    void nothingIsDeletedUnderAProcessThatNobodyNoted() throws Exception {
        new ClusterSettings(1, 1, 1, Ports.usual(0)).write(folder.settings());
        daemon.start(sleeper("60"));
        Path pidFile = folder.pid("sleeper");
        String noted = Files.readString(pidFile);
        Files.delete(pidFile);

        assertThatThrownBy(() -> Cluster.require(folder.path()).stop(false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("process " + noted.split(" ")[0] + " (sleeper) still runs");
        assertThat(folder.data("sleeper")).exists();

        Files.writeString(pidFile, noted);
        daemon.stop(PATIENCE);
        Cluster.require(folder.path()).stop(false);
        assertThat(folder.path()).doesNotExist();
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
