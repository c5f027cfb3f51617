package io.foresnap.cache;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.RunBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of disk tiers, and the nodes that use it. */
final class TestingDisk implements AutoCloseable {

    final Path directory;
    private final List<TestingNode> open = new ArrayList<>();

    private final @Nullable DiskKey key;

    TestingDisk(Path directory) {
        this(directory, null);
    }

    TestingDisk(Path directory, @Nullable DiskKey key) {
        this.directory = directory;
        this.key = key;
    }

    TestingNode node(long memoryBytes, long diskBytes) throws IOException {
        return node(memoryBytes, diskBytes, key);
    }

    /** One whose files are encrypted; null without. */
    TestingNode node(long memoryBytes, long diskBytes, @Nullable DiskKey with) throws IOException {
        FolderStore folder = FolderStore.open(directory);
        DiskStore store = with == null ? folder : new EncryptedStore(folder, with);
        return opened(TestingNode.withDisk(memoryBytes, store, diskBytes));
    }

    /** A key, made of a file with its owner's permissions. */
    static DiskKey key(Path file, String line) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, line);
        return DiskKey.read(file);
    }

    TestingNode opened(TestingNode node) {
        open.add(node);
        return node;
    }

    void stop(TestingNode node) {
        open.remove(node);
        node.cache.close();
    }

    List<Path> files() throws IOException {
        return in(directory.resolve("node-0"));
    }

    List<Path> quarantined() throws IOException {
        return in(directory.resolve("node-0").resolve("quarantine"));
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().endsWith(".run")).sorted().toList();
        }
    }

    @Override
    public void close() {
        open.forEach(node -> node.cache.close());
    }

    /** The n-th of a chain of segments with one row each. */
    static Run segment(int number) {
        RunBuilder builder = new RunBuilder(number * 10L, 1000, 100);
        RunBuilder.EntryView entry = new RunBuilder.EntryView();
        entry.kind = EntryCursor.UPSERT;
        entry.keyData = ("key " + number % 7).getBytes(StandardCharsets.UTF_8);
        entry.keyLength = entry.keyData.length;
        entry.rowData = ("row " + number).getBytes(StandardCharsets.UTF_8);
        entry.rowLength = entry.rowData.length;
        entry.offset = number * 10L;
        entry.tsMs = 1000 + number;
        builder.add(entry);
        return builder.build();
    }
}
