package io.foresnap.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.ChangeFeed;
import io.foresnap.TestingArchive;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.RetiredMark;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import io.foresnap.verify.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong is found, named by its path; what is right is not. */
@SuppressWarnings("NullAway.Init")
class VerificationTest {

    private static final String ORDERS = "public.orders";
    private static final TablePartition FIRST = new TablePartition(ORDERS, 0);

    @TempDir Path folder;

    private TestingArchive archive;
    private Path backup;

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
        archive.roll(ORDERS, 1008);
        archive.roll(ORDERS, 1016);
        backup = Path.of(archive.backup(ORDERS, 1018).toUri().getPath());
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
    }

    private List<Finding> findings(boolean deep) throws IOException {
        Verification verification = new Verification(archive.storage(), Placeholders.DEFAULT, deep);
        verification.table(ORDERS);
        verification.run(3, bytes -> {});
        return verification.findings();
    }

    private void assertFound(boolean deep, Kind kind, Path path) throws IOException {
        assertThat(findings(deep))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.kind()).isEqualTo(kind);
                            assertThat(finding.path()).endsWith(path.toString());
                            assertThat(finding.message()).isNotBlank();
                        });
    }

    private List<Path> files(String kind) throws IOException {
        try (Stream<Path> files =
                Files.list(archive.root().resolve(kind).resolve(ORDERS).resolve("0"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void anIntactRootHasNoFindings() throws IOException {
        assertThat(findings(false)).isEmpty();
        assertThat(findings(true)).isEmpty();
    }

    @Test
    void everyFileIsReadOnceAndTheBytesAreCounted() throws IOException {
        Verification verification =
                new Verification(archive.storage(), Placeholders.DEFAULT, false);
        verification.table(ORDERS);
        long planned = verification.plannedBytes();
        java.util.concurrent.atomic.AtomicLong told = new java.util.concurrent.atomic.AtomicLong();

        verification.run(2, told::addAndGet);

        assertThat(verification.files())
                .isEqualTo(files("changelog").size() + files("snapshots").size() + 1);
        assertThat(verification.bytes()).isEqualTo(planned);
        assertThat(told.get()).isEqualTo(planned);
    }

    @Test
    void aFlippedByteIsFoundInAnyFile() throws IOException {
        for (Path file :
                List.of(
                        files("changelog").get(3),
                        files("snapshots").get(1),
                        backup.resolve("0.avro"))) {
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            bad[good.length / 2] ^= 4;
            Files.write(file, bad);

            assertFound(false, Kind.CHECKSUM, file);

            Files.write(file, good);
        }
    }

    @Test
    void aTruncatedFileIsFound() throws IOException {
        Path file = files("changelog").get(2);
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, good.length - 1));

        assertFound(false, Kind.CHECKSUM, file);
    }

    @Test
    void anyFlippedByteOfAManifestIsFound() throws IOException {
        Path manifest = backup.resolve("manifest.json");
        byte[] good = Files.readAllBytes(manifest);

        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(manifest, bad);
            Verification verification =
                    new Verification(archive.storage(), Placeholders.DEFAULT, false);
            verification.backup(new org.apache.hadoop.fs.Path(backup.toUri()));
            verification.run(1, bytes -> {});

            assertThat(verification.findings()).as("byte %s", i).isNotEmpty();
        }
    }

    @Test
    void aManifestOfTheFirstVersionNeedsNoChecksum() throws IOException {
        Path manifest = backup.resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(
                manifest,
                text.replaceFirst(",\\s*\"checksum\"[^,}]*", "")
                        .replaceFirst("\"formatVersion\" : 2", "\"formatVersion\" : 1"));
        assertThat(findings(false)).isEmpty();

        Files.writeString(manifest, text.replaceFirst(",\\s*\"checksum\"[^,}]*", ""));
        assertFound(false, Kind.DAMAGED, manifest);
    }

    @Test
    void aMissingSegmentIsAHole() throws IOException {
        Files.delete(files("changelog").get(5));

        assertThat(findings(false))
                .singleElement()
                .satisfies(
                        f -> {
                            assertThat(f.kind()).isEqualTo(Kind.HOLE);
                            assertThat(f.message()).contains("offsets [25, 30) are missing");
                        });
    }

    @Test
    void missingSegmentsBeforeASnapshotAreAHole() throws IOException {
        for (Path file : files("changelog").subList(6, 9)) {
            Files.delete(file);
        }

        assertThat(findings(false))
                .anySatisfy(f -> assertThat(f.message()).contains("offsets [30, 36) are missing"));
    }

    @Test
    void aMissingFileOfABackupAndAMissingManifestAreFound() throws IOException {
        Files.delete(backup.resolve("0.avro"));
        assertFound(false, Kind.MISSING, backup.resolve("0.avro"));

        Files.delete(backup.resolve("manifest.json"));
        assertFound(false, Kind.MISSING, backup);
    }

    @Test
    void anOverlapIsAWarningAndAConflictAProblem() throws IOException {
        SegmentFile double1 =
                SegmentWriter.write(
                        archive.storage(),
                        FIRST,
                        20,
                        22,
                        List.of(
                                event(20, 1001, "{\"id\":1,\"v\":\"other\"}"),
                                event(21, 1002, "{\"id\":2,\"v\":\"other\"}")));

        assertThat(findings(false))
                .extracting(Finding::kind)
                .containsExactly(Kind.OVERLAP)
                .noneMatch(Kind::isProblem);
        assertThat(findings(true)).extracting(Finding::kind).contains(Kind.CONFLICT);
        assertThat(double1.bytes()).isPositive();
    }

    private static ChangeEvent event(long offset, long tsMs, String row) {
        return new ChangeEvent(
                offset,
                tsMs,
                Op.UPDATE,
                "{\"id\":1}".getBytes(StandardCharsets.UTF_8),
                null,
                row.getBytes(StandardCharsets.UTF_8),
                "1",
                1L);
    }

    @Test
    void onlyADeepLookFindsASnapshotThatIsNotTheLog() throws IOException {
        List<SnapshotFile> snapshots = Snapshots.list(archive.storage(), FIRST);
        SnapshotFile first = snapshots.get(0);
        SnapshotFile second = snapshots.get(1);
        Files.delete(Path.of(new org.apache.hadoop.fs.Path(second.path()).toUri().getPath()));
        SnapshotFile wrong =
                Snapshots.write(
                        archive.storage(),
                        FIRST,
                        second.name().offset(),
                        second.name().ts(),
                        sink -> {
                            try (var rows =
                                    io.foresnap.snapshot.RowFileCursor.open(
                                            archive.storage(), first.path(), null)) {
                                while (rows.advance()) {
                                    sink.row(rows);
                                }
                            }
                        });

        assertThat(findings(false)).isEmpty();
        List<Finding> deep = findings(true);
        assertThat(deep).extracting(Finding::kind).containsOnly(Kind.SNAPSHOT_DIFFERS);
        assertThat(deep.get(0).message())
                .contains(wrong.path())
                .contains("holds another row of the row {\"id\":1}");
    }

    @Test
    void onlyADeepLookFindsASegmentThatIsNotWhatItsNameSays() throws IOException {
        Path segment = files("changelog").get(7);
        String name = segment.getFileName().toString();
        Path renamed =
                segment.resolveSibling(name.replaceFirst("-0000000001016-", "-0000000001017-"));
        assertThat(renamed).isNotEqualTo(segment);
        Files.move(segment, renamed);

        assertThat(findings(false)).isEmpty();
        assertThat(findings(true))
                .anySatisfy(
                        f -> {
                            assertThat(f.kind()).isEqualTo(Kind.DAMAGED);
                            assertThat(f.message()).contains("outside [1017, ");
                        });
    }

    @Test
    void orphansAndForeignFilesAreFound() throws IOException {
        Path log = archive.root().resolve("changelog").resolve(ORDERS).resolve("0");
        Files.writeString(log.resolve(".tmp-1"), "half a file");
        Files.writeString(log.resolve("README"), "of somebody");
        Files.createDirectories(backup.resolveSibling(".staging-r-1"));
        Files.writeString(backup.resolve("notes"), "of somebody");

        assertThat(findings(false))
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(
                        Kind.ORPHAN, Kind.ORPHAN, Kind.UNKNOWN_NAME, Kind.UNKNOWN_NAME);
    }

    @Test
    void whatIsRetiredIsNotMissed() throws IOException {
        Path snapshots = archive.root().resolve("snapshots").resolve(ORDERS).resolve("0");
        long second = Snapshots.list(archive.storage(), FIRST).get(1).name().offset();
        Files.createFile(snapshots.resolve(RetiredMark.fileName(second)));
        Files.delete(files("changelog").get(1));

        assertThat(findings(true)).isEmpty();
    }

    @Test
    void aTableThatCannotBeRestoredIsFound() throws IOException {
        for (Path snapshot : files("snapshots")) {
            Files.delete(snapshot);
        }

        assertThat(findings(false))
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo("public.orders/0 has no snapshot to start from");
        assertThat(Catalog.tables(archive.storage())).containsExactly(ORDERS);
    }

    @Test
    void inspectionTellsTheWindowTheLogBehindAndHoles() throws IOException {
        Inspection whole = Inspection.of(archive.storage(), ORDERS).get(0);
        Files.delete(files("changelog").get(5));
        Inspection holed = Inspection.of(archive.storage(), ORDERS).get(0);

        assertThat(whole.fromMs()).isEqualTo(1000);
        assertThat(whole.throughMs()).isEqualTo(TestingArchive.COMPLETE_MS);
        assertThat(whole.segments()).isEqualTo(8);
        assertThat(whole.snapshots()).isEqualTo(3);
        assertThat(whole.logBytesSinceSnapshot()).isEqualTo(Files.size(files("changelog").get(6)));
        assertThat(whole.holes()).isEmpty();
        assertThat(whole.largestGapMs()).isEqualTo(1);
        assertThat(holed.holes()).containsExactly(new Inspection.Hole(25, 30));
    }
}
