package io.foresnap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.Runs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process with a warm disk tier is killed with the signal that it cannot catch. */
@Timeout(120)
class KilledProcessTest {

    private static final long MIB = 1 << 20;
    private static final int WARM = 200;

    @TempDir Path directory;

    /** The process: fills the tier, tells what is written, and goes on until it is killed. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] args) throws IOException {
            TestingNode node =
                    TestingNode.withDisk(64 * MIB, FolderStore.open(Path.of(args[0])), 256 * MIB);
            for (int table = 0; ; table++) {
                node.request(table, 1, size(table));
                System.out.println(table);
            }
        }
    }

    private static int size(int table) {
        return 100 + 997 * table % 50_000;
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void killWhenWarm(Process process) throws Exception {
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int table = 0; table < WARM; table++) {
                assertThat(out.readLine()).isEqualTo(Integer.toString(table));
            }
            process.destroyForcibly();
        }
        process.waitFor();
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    @Test
    void theNextProcessServesWhatItHadWritten() throws Exception {
        Process process = start();
        try {
            killWhenWarm(process);
        } finally {
            process.destroyForcibly();
        }

        TestingNode node = TestingNode.withDisk(64 * MIB, FolderStore.open(directory), 256 * MIB);
        try {
            for (int table = 0; table < WARM; table++) {
                byte[] found = node.bytes(TestingNode.snapshot(table));
                assertThat(Arrays.equals(found, Runs.bytes(size(table))))
                        .as("table %d", table)
                        .isTrue();
            }
            assertThat(node.cache.counters().misses()).isZero();
            assertThat(node.cache.counters().quarantined()).isZero();
            assertThat(folders()).hasSize(1);
        } finally {
            node.cache.close();
        }
    }

    @Test
    void aFolderThatAnotherProcessWorksInIsNotTaken() throws Exception {
        Process process = start();
        try {
            assertThat(process.getInputStream().read()).isPositive();

            try (FolderStore other = FolderStore.open(directory)) {
                assertThat(other.folder().getFileName()).hasToString("node-1");
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
