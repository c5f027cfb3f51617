package io.foresnap.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.Runs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk tier with a key. */
@SuppressWarnings("NullAway.Init")
class EncryptedTierTest {

    private static final long MIB = 1 << 20;
    private static final String SNAPSHOT = TestingNode.snapshot(0);
    private static final int CHUNK = ChunkCipher.CHUNK_BYTES;

    @TempDir Path directory;
    private TestingDisk disk;
    private DiskKey key;
    private DiskKey other;

    @BeforeEach
    void open() throws IOException {
        disk = new TestingDisk(directory.resolve("disk"));
        key = TestingDisk.key(directory.resolve("key"), "0123456789abcdef".repeat(2));
        other = TestingDisk.key(directory.resolve("other"), "0123456789abcdee".repeat(2));
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private void warm(@Nullable DiskKey with) throws IOException {
        TestingNode node = disk.node(MIB, MIB, with);
        for (int i = 0; i < 5; i++) {
            node.cache.putDemanded(TestingNode.segment(0, i), TestingDisk.segment(i), 100);
        }
        node.cache.putDemanded(SNAPSHOT, Runs.ofSize(3 * CHUNK), 100);
        disk.stop(node);
    }

    private boolean anyFileHolds(String text) throws IOException {
        for (Path file : disk.files()) {
            byte[] bytes = Files.readAllBytes(file);
            if (new String(bytes, StandardCharsets.ISO_8859_1).contains(text)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void nothingOfTheContentOrOfItsPathsIsInTheFiles() throws Exception {
        warm(null);
        boolean inTheClear = anyFileHolds("row 3") && anyFileHolds("public.t0");
        warm(key);

        assertThat(inTheClear).as("the test can see them").isTrue();
        assertThat(disk.files()).hasSize(6);
        assertThat(anyFileHolds("row ")).isFalse();
        assertThat(anyFileHolds("key ")).isFalse();
        assertThat(anyFileHolds("public")).isFalse();
    }

    @Test
    void theSameFileIsNeverEncryptedTheSameWay() throws Exception {
        try (EncryptedStore store = new EncryptedStore(FolderStore.open(disk.directory), key)) {
            for (int i = 0; i < 2; i++) {
                store.write("a", List.of(ByteBuffer.wrap(new byte[100])));
                Files.move(disk.files().get(0), disk.directory.resolve("kept" + i));
            }
        }

        assertThat(Files.mismatch(disk.directory.resolve("kept0"), disk.directory.resolve("kept1")))
                .as("from the salt on they differ")
                .isBetween(12L, 20L);
    }

    @Test
    void aRestartWithTheSameKeyFindsAllAndCountsWhatTheDiskHolds() throws Exception {
        warm(key);

        TestingNode node = disk.node(MIB, MIB, key);

        assertThat(node.bytes(SNAPSHOT)).isEqualTo(Runs.bytes(3 * CHUNK));
        assertThat(node.bytes(TestingNode.segment(0, 3))).isEqualTo(TestingDisk.segment(3).bytes());
        assertThat(node.cache.counters().misses()).isZero();
        long onDisk = 0;
        for (Path file : disk.files()) {
            onDisk += Files.size(file);
        }
        assertThat(node.cache.diskBytes()).isEqualTo(onDisk);
    }

    @Test
    void whatWasWrittenWithAnotherKeyOrNoneIsDroppedAndNobodysFailure() throws Exception {
        DiskKey[][] changes = {{null, key}, {key, other}, {key, null}};
        for (DiskKey[] change : changes) {
            warm(change[0]);
            Files.write(disk.directory.resolve("node-0/quarantine/old.run"), new byte[1]);

            TestingNode node = disk.node(MIB, MIB, change[1]);

            assertThat(disk.files()).isEmpty();
            assertThat(node.cache.get(SNAPSHOT)).isNull();
            assertThat(node.cache.diskBytes()).isZero();
            assertThat(node.cache.counters().quarantined()).isZero();
            assertThat(node.cache.isDiskOn()).isTrue();
            if (change[1] != null) {
                assertThat(disk.quarantined()).as("what may be in the clear").isEmpty();
            }
            node.request(1, 1, 1000);
            assertThat(disk.files()).as("it is used again").hasSize(1);
            disk.stop(node);
        }
    }

    @Test
    void everyLengthComesBackWholeAndInPart() throws Exception {
        Random random = new Random(1);
        try (EncryptedStore store = new EncryptedStore(FolderStore.open(disk.directory), key)) {
            for (int bytes : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK, 99_999}) {
                byte[] content = new byte[bytes];
                random.nextBytes(content);
                int cut = bytes / 3;
                store.write(
                        "a",
                        List.of(
                                ByteBuffer.wrap(content, 0, cut),
                                ByteBuffer.wrap(content, cut, bytes - cut)));

                assertThat(store.list()).containsExactly(new DiskStore.Stored("a", bytes));
                assertThat(store.bytesFor(bytes)).isEqualTo(Files.size(disk.files().get(0)));
                assertThat(store.read("a")).isEqualTo(content);
                for (int part : new int[] {0, 1, CHUNK, 2 * CHUNK, bytes, bytes + 1}) {
                    assertThat(store.readFirst("a", part))
                            .isEqualTo(Arrays.copyOf(content, Math.min(part, bytes)));
                }
            }
        }
    }

    @Test
    void chunksThatAreSwappedLeftOutOrOfAnotherFileAreFound() throws Exception {
        try (EncryptedStore store = new EncryptedStore(FolderStore.open(disk.directory), key)) {
            byte[] content = new byte[3 * CHUNK];
            store.write("a", List.of(ByteBuffer.wrap(content)));
            Path file = disk.files().get(0);
            byte[] written = Files.readAllBytes(file);
            int chunk = CHUNK + ChunkCipher.TAG_BYTES;
            int head = written.length - 3 * chunk;

            byte[] swapped = written.clone();
            System.arraycopy(written, head, swapped, head + chunk, chunk);
            System.arraycopy(written, head + chunk, swapped, head, chunk);
            requireDamaged(store, file, swapped);
            requireDamaged(store, file, Arrays.copyOf(written, head + 2 * chunk));
            requireDamaged(store, file, Arrays.copyOf(written, head));
            Files.write(file, written);
            assertThat(store.read("a")).isEqualTo(content);
            Files.move(file, file.resolveSibling("b.run"));
            assertThatThrownBy(() -> store.read("b"))
                    .isInstanceOf(DiskFile.DamagedException.class)
                    .isNotInstanceOf(DiskFile.OtherKeyException.class);
        }
    }

    private static void requireDamaged(DiskStore store, Path file, byte[] bytes)
            throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> store.read("a")).isInstanceOf(DiskFile.DamagedException.class);
    }
}
