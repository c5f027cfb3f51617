package io.foresnap.cache;

import static io.foresnap.cache.TestingNode.KIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.Runs;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of the disk tier: who uses it and what is left in it. */
@SuppressWarnings("NullAway.Init")
class DiskFolderTest {

    private static final long MIB = 1 << 20;

    @TempDir Path directory;
    private TestingDisk disk;

    @BeforeEach
    void open() {
        disk = new TestingDisk(directory);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void whatAWriterLeftUnfinishedIsSwept() throws Exception {
        disk.stop(disk.node(MIB, MIB));
        Path unfinished = disk.directory.resolve("node-0").resolve("x.tmp");
        Files.write(unfinished, new byte[100]);

        disk.node(MIB, MIB);

        assertThat(unfinished).doesNotExist();
    }

    @Test
    void onlyItsOwnerReadsIt() throws Exception {
        TestingNode node = disk.node(MIB, MIB);
        node.request(0, 1, KIB);

        assertThat(Files.getPosixFilePermissions(disk.directory.resolve("node-0")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(disk.directory.resolve("node-0/quarantine")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(disk.files().get(0)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aFileSystemWithoutOwnersIsUsedAsItIs() throws Exception {
        URI zip = URI.create("jar:" + directory.resolve("disk.zip").toUri());
        try (FileSystem plain = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            assertThat(plain.supportedFileAttributeViews()).doesNotContain("posix");
            try (FolderStore store = FolderStore.open(plain.getPath("/cache"))) {
                store.write("a", List.of(ByteBuffer.wrap(new byte[] {1, 2, 3})));

                assertThat(store.read("a")).containsExactly(1, 2, 3);
                assertThat(store.list()).containsExactly(new DiskStore.Stored("a", 3));
            }
        }
    }

    @Test
    void twoInstancesTakeTwoFoldersAndALeftOneIsTakenOver() throws Exception {
        try (FolderStore first = FolderStore.open(disk.directory)) {
            try (FolderStore second = FolderStore.open(disk.directory)) {
                assertThat(second.folder()).isNotEqualTo(first.folder());
            }
            try (FolderStore third = FolderStore.open(disk.directory)) {
                assertThat(third.folder().getFileName()).hasToString("node-1");
            }
        }
        try (FolderStore again = FolderStore.open(disk.directory)) {
            assertThat(again.folder().getFileName()).hasToString("node-0");
        }
    }

    /** Its job starts again, and that of another process on the machine was quicker. */
    @Test
    void aProcessGetsItsOwnFolderAgainAndNotThatOfAnotherThatLives() throws Exception {
        Path others = disk.directory.resolve("node-0");
        Path own = disk.directory.resolve("node-1");
        try (FolderStore first = FolderStore.open(disk.directory);
                FolderStore second = FolderStore.open(disk.directory)) {
            assertThat(first.folder()).isEqualTo(others.toRealPath());
            assertThat(second.folder()).isEqualTo(own.toRealPath());
        }
        ProcessHandle living = ProcessHandle.current().parent().orElseThrow();
        Files.writeString(others.resolve("owner"), FolderOwner.of(living).note());

        try (FolderStore again = FolderStore.open(disk.directory);
                FolderStore more = FolderStore.open(disk.directory)) {
            assertThat(again.folder()).isEqualTo(own.toRealPath());
            assertThat(more.folder().getFileName()).hasToString("node-2");
            assertThat(Files.getPosixFilePermissions(own.resolve("owner")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "x y", "999999999999 1", "1 1"})
    void theFolderOfAProcessThatIsGoneIsTakenOver(String note) throws Exception {
        FolderStore.open(disk.directory).close();
        Files.writeString(disk.directory.resolve("node-0/owner"), note);

        try (FolderStore taken = FolderStore.open(disk.directory)) {
            assertThat(taken.folder().getFileName()).hasToString("node-0");
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedLeavesMemoryAlone() throws Exception {
        Path file = Files.createFile(disk.directory.resolve("file"));

        RunCache cache = new RunCache(CacheSettings.ofMemory(MIB).withDisk(file, MIB));
        try {
            cache.putDemanded("path", Runs.ofSize(KIB), 1);

            assertThat(cache.isDiskOn()).isFalse();
            assertThat(cache.get("path")).isNotNull();
        } finally {
            cache.close();
        }
    }
}
