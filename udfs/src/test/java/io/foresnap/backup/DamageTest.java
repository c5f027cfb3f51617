package io.foresnap.backup;

import static io.foresnap.ChangeFeed.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.ChangeFeed;
import io.foresnap.TestingArchive;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.DamagedFileException;
import io.foresnap.event.BackupRequest;
import io.foresnap.merge.NotRestorableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged or missing file is told by name; no wrong backup ever appears. */
class DamageTest {

    private static final String ORDERS = "public.orders";

    @TempDir Path folder;

    private TestingArchive archive;
    private List<String> intact;

    @BeforeEach
    void load() throws IOException {
        ChangeFeed orders = ChangeFeed.of(ORDERS).commit(1000);
        for (int id = 1; id <= 20; id++) {
            orders.read(id, "v", "old" + id * 7919L);
        }
        for (int id = 1; id <= 20; id++) {
            orders.commit(1000 + id).update(id, "v", "new" + id * 104729L);
        }
        archive = new TestingArchive(folder, 1, 5);
        archive.load(orders);
        intact = archive.rowsAt(ORDERS, 5000);
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"changelog", "snapshots"})
    void aFlippedBitAnywhereIsFound(String kind) throws IOException {
        List<Path> files = files(kind);
        Path file = files.get(files.size() / 2);
        byte[] good = Files.readAllBytes(file);

        for (int i = 0; i < good.length; i += 3) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << (i % 8));
            Files.write(file, bad);
            assertRefusedNaming(file);
        }

        Files.write(file, good);
        assertThat(archive.rowsAt(ORDERS, 5000)).isEqualTo(intact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"changelog", "snapshots"})
    void aTruncatedFileIsFound(String kind) throws IOException {
        List<Path> files = files(kind);
        Path file = files.get(files.size() / 2);
        byte[] good = Files.readAllBytes(file);

        for (int length = 0; length < good.length; length += 7) {
            Files.write(file, Arrays.copyOf(good, length));
            assertRefusedNaming(file);
        }
    }

    @Test
    void aFileWithSomethingBehindItIsFound() throws IOException {
        for (String kind : List.of("changelog", "snapshots")) {
            Path file = files(kind).get(files(kind).size() / 2);
            byte[] good = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(good, good.length + 1));

            assertRefusedNaming(file);

            Files.write(file, good);
        }
    }

    @Test
    void aDamagedBackupIsFoundOnExport() throws IOException {
        org.apache.hadoop.fs.Path backup = archive.backup(ORDERS, 5000);
        Path file = Path.of(backup.toUri().getPath()).resolve("0.avro");
        byte[] good = Files.readAllBytes(file);

        for (int i = 0; i < good.length; i += 3) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            assertThatThrownBy(
                            () -> Backups.forEachRow(archive.storage(), backup, (key, row) -> {}))
                    .as("byte %s", i)
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining("0.avro");
        }
    }

    @Test
    void aMissingSegmentIsRefusedWithItsOffsets() throws IOException {
        Path segment = files("changelog").get(5);
        Files.delete(segment);

        for (long target : new long[] {5000, BackupRequest.LATEST}) {
            assertThatThrownBy(() -> archive.rowsAt(ORDERS, target))
                    .isInstanceOf(NotRestorableException.class)
                    .hasMessageContaining("offsets [25, 30) are missing");
        }
        assertThat(archive.rowsAt(ORDERS, 1003)).hasSize(20);
    }

    @Test
    void theMissingLastSegmentIsRefusedWithItsOffsets() throws IOException {
        Files.delete(files("changelog").get(7));

        assertThatThrownBy(() -> archive.rowsAt(ORDERS, 5000))
                .isInstanceOf(NotRestorableException.class)
                .hasMessageContaining("offsets [35, 40) are missing");
    }

    @Test
    void segmentsThatOverlapChangeNothing() throws IOException {
        ChangeFeed again = ChangeFeed.of(ORDERS).commit(1000);
        for (int id = 1; id <= 20; id++) {
            again.read(id, "v", "old" + id * 7919L);
        }
        for (int id = 1; id <= 20; id++) {
            again.commit(1000 + id).update(id, "v", "new" + id * 104729L);
        }
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (TestingArchive other = new TestingArchive(elsewhere, 1, 7)) {
            other.load(again);
        }
        Path log = archive.root().resolve("changelog").resolve(ORDERS).resolve("0");
        Path otherLog = elsewhere.resolve("root/changelog").resolve(ORDERS).resolve("0");
        try (Stream<Path> others = Files.list(otherLog)) {
            for (Path segment : others.toList()) {
                Path target = log.resolve(segment.getFileName());
                if (!Files.exists(target)) {
                    Files.copy(segment, target);
                }
            }
        }

        assertThat(archive.rowsAt(ORDERS, 5000)).isEqualTo(intact);
        assertThat(archive.rowsAt(ORDERS, 1001))
                .contains(row("id", 1, "v", "new104729"), row("id", 2, "v", "old15838"))
                .hasSize(20);
    }

    @Test
    void foreignAndTemporaryFilesAreIgnored() throws IOException {
        for (String kind : List.of("changelog", "snapshots")) {
            Path partition = archive.root().resolve(kind).resolve(ORDERS).resolve("0");
            Files.writeString(partition.resolve(".tmp-1234"), "half a file");
            Files.writeString(partition.resolve("README"), "of somebody");
            Files.createDirectories(partition.resolveSibling("007"));
            Files.createDirectories(partition.resolveSibling(".hidden"));
        }
        Files.createDirectories(archive.root().resolve("changelog/%zz"));
        Files.createDirectories(archive.root().resolve("changelog/not a table"));
        Files.createDirectories(archive.root().resolve("changelog/.tmp"));

        assertThat(Catalog.tables(archive.storage())).containsExactly(ORDERS);
        assertThat(archive.rowsAt(ORDERS, 5000)).isEqualTo(intact);
    }

    private void assertRefusedNaming(Path file) throws IOException {
        List<String> before = archive.visibleBackups(ORDERS);
        assertThatThrownBy(() -> archive.rowsAt(ORDERS, 5000))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining(file.getFileName().toString());
        assertThat(archive.visibleBackups(ORDERS)).isEqualTo(before);
    }

    private List<Path> files(String kind) throws IOException {
        Path partition = archive.root().resolve(kind).resolve(ORDERS).resolve("0");
        try (Stream<Path> files = Files.list(partition)) {
            return files.sorted().toList();
        }
    }
}
