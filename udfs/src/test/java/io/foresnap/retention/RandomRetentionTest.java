package io.foresnap.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.TestingArchive;
import io.foresnap.TestingFileSystem;
import io.foresnap.backup.RandomTable;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.verify.Finding;
import io.foresnap.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever retention removes, and wherever it breaks off, no point of the window changes. */
class RandomRetentionTest {

    private static final String TABLE = RandomTable.NAME;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    @TempDir Path folder;

    @AfterEach
    void recover() {
        TestingFileSystem.recover();
    }

    /** A table with random snapshots, and a random begin of the window. */
    private final class Case implements AutoCloseable {
        final RandomTable table;
        final TestingArchive archive;
        final long sinceMs;
        final Map<Long, List<String>> before = new TreeMap<>();

        Case(int seed) throws IOException {
            Random random = new Random(seed);
            table = new RandomTable(random, seed % 7 == 6);
            table.live(60);
            Path own = Files.createDirectory(folder.resolve("seed-" + seed));
            int partitions = seed % 3 == 0 ? 1 : 4;
            archive = new TestingArchive(own, partitions, 3 + random.nextInt(8));
            archive.load(table.feed());
            long last = table.lastTime();
            for (int i = 0; i < 4 * partitions; i++) {
                archive.roll(TABLE, random.nextInt(partitions), table.randomTime(random));
            }
            sinceMs = 1000 + random.nextLong(last - 1000);
            before.put(sinceMs, List.of());
            before.put(last, List.of());
            for (int i = 0; i < 12; i++) {
                before.put(sinceMs + random.nextLong(last - sinceMs + 10), List.of());
            }
            before.replaceAll((target, none) -> checksums(archive.storage(), target));
        }

        static List<String> checksums(Storage storage, long targetMs) {
            try {
                return Points.checksums(storage, TABLE, targetMs);
            } catch (IOException e) {
                throw new AssertionError("as of " + targetMs, e);
            }
        }

        void assertUnchanged(Storage storage, String what) {
            before.forEach(
                    (target, expected) ->
                            assertThat(checksums(storage, target))
                                    .as("%s, as of %s", what, target)
                                    .isEqualTo(expected));
        }

        RetentionReport run(Storage storage) throws IOException {
            return retention(storage).run(List.of(TABLE), sinceMs + WINDOW.toMillis());
        }

        List<Finding> problems(Storage storage) throws IOException {
            Verification verification = new Verification(storage, Placeholders.DEFAULT, true);
            verification.table(TABLE);
            verification.run(2, n -> {});
            return verification.findings().stream()
                    .filter(f -> f.kind().isProblem())
                    // What a crashed writer leaves behind is told, and is swept some day.
                    .filter(f -> f.kind() != Finding.Kind.ORPHAN)
                    .toList();
        }

        @Override
        public void close() throws IOException {
            archive.close();
        }
    }

    private static Retention retention(Storage storage) {
        return new Retention(
                storage,
                Placeholders.DEFAULT,
                new RetentionSettings(WINDOW, Duration.ZERO, Duration.ofDays(1)));
    }

    @Test
    void everyPointOfTheWindowStaysAndEarlierOnesAreRefused() throws IOException {
        int removed = 0;
        int snapshotsMade = 0;
        int refused = 0;
        for (int seed = 0; seed < 35; seed++) {
            try (Case at = new Case(seed)) {
                long earlier = at.sinceMs - 40;
                List<String> rowsBefore =
                        earlier < 1000 ? List.of() : Case.checksums(at.archive.storage(), earlier);

                RetentionReport report = at.run(at.archive.storage());

                at.assertUnchanged(at.archive.storage(), "seed " + seed);
                assertThat(at.problems(at.archive.storage())).as("seed %s", seed).isEmpty();
                assertThat(report.files(Removal.State.REMOVED)).isEqualTo(report.removals().size());
                removed += report.removals().size();
                snapshotsMade += report.snapshots().size();
                if (earlier >= 1000) {
                    refused += refusedOrEqual(at, earlier, rowsBefore);
                }
                assertThat(at.run(at.archive.storage()).removals()).isEmpty();
            }
        }
        assertThat(removed).isGreaterThan(200);
        assertThat(snapshotsMade).isPositive();
        assertThat(refused).isPositive();
    }

    private static int refusedOrEqual(Case at, long target, List<String> before)
            throws IOException {
        try {
            assertThat(Points.checksums(at.archive.storage(), TABLE, target)).isEqualTo(before);
            return 0;
        } catch (NotRestorableException e) {
            assertThat(e).hasMessageContaining("can be restored only from");
            return 1;
        } catch (io.foresnap.merge.RefusedChangeException e) {
            return 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 13})
    void aCrashAtAnyStepLeavesTheWindowWhole(int seed) throws IOException {
        boolean finished = false;
        int step = 0;
        try (Case at = new Case(seed)) {
            for (; !finished; step++) {
                Path root = folder.resolve("step-" + step);
                FileUtils.copyDirectory(at.archive.root().toFile(), root.toFile());
                finished = runAndCrash(at, root, step);
            }
        }
        assertThat(step).isGreaterThan(5);
    }

    private static boolean runAndCrash(Case at, Path root, int step) throws IOException {
        boolean finished = false;
        try (Storage storage = Storage.open(root.toString());
                Storage crashing = Storage.open("testing://" + root)) {
            TestingFileSystem.crashAfterChanges(step);
            try {
                at.run(crashing);
                finished = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("crashed");
            }
            TestingFileSystem.recover();

            at.assertUnchanged(storage, "crashed after " + step);
            assertThat(at.problems(storage)).as("crashed after %s", step).isEmpty();
            at.run(storage);
            at.assertUnchanged(storage, "repeated after " + step);
            assertThat(at.problems(storage)).as("repeated after %s", step).isEmpty();
        }
        return finished;
    }

    @Test
    void aDryRunChangesNothingAndTellsWhatWouldGo() throws IOException {
        try (Case at = new Case(3)) {
            List<String> files = files(at.archive.root());

            RetentionReport dry =
                    retention(at.archive.storage())
                            .dryRun(
                                    List.of(TABLE),
                                    at.sinceMs + WINDOW.toMillis(),
                                    System.currentTimeMillis());

            assertThat(files(at.archive.root())).isEqualTo(files);
            assertThat(dry.removals()).isNotEmpty();
            assertThat(at.run(at.archive.storage()).removals())
                    .extracting(Removal::path)
                    .isEqualTo(dry.removals().stream().map(Removal::path).toList());
            assertThatThrownBy(() -> at.archive.rowsAt(TABLE, 1001))
                    .isInstanceOf(NotRestorableException.class)
                    .hasMessageContaining("can be restored only from 1970-01-01T00:00:0");
        }
    }

    private static List<String> files(Path root) throws IOException {
        try (var found = Files.walk(root)) {
            return found.map(Path::toString).sorted().toList();
        }
    }
}
