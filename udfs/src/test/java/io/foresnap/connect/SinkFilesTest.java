package io.foresnap.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.ChangeFeed;
import io.foresnap.archive.EventInput;
import io.foresnap.archive.Importer;
import io.foresnap.archive.MalformedEventException;
import io.foresnap.archive.TableArchiver;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink's files as they are found: lost, doubled, half written, strangely named. */
class SinkFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private List<Path> files = List.of();

    @BeforeEach
    void write() throws IOException {
        files = write(2, insertsAndDeletes());
    }

    /** Offsets: 0 and 1 inserts, 2 delete, 3 its tombstone, 4 to 7 inserts. */
    private static ChangeFeed insertsAndDeletes() {
        ChangeFeed feed = ChangeFeed.of("public.t").commit(1000);
        feed.insert(1, "v", "a").insert(2, "v", "b").delete(1);
        return feed.insert(3, "v", "c").insert(4, "v", "d").insert(5, "v", "e").insert(6, "v", "f");
    }

    private List<Path> write(int recordsPerFile, ChangeFeed feed) throws IOException {
        JsonNode columns =
                JSON.readTree(
                        "[{\"name\":\"id\",\"type\":\"integer\"},{\"name\":\"v\",\"type\":\"text\"}]");
        SinkFolder sink =
                new SinkFolder(folder.resolve("topics"), "dev.t", columns, 1, recordsPerFile);
        Path lines = feed.writeTo(folder.resolve("events.jsonl"));
        sink.addAll(lines);
        return sink.finish();
    }

    private Importer load(boolean allowGaps, String... keys) throws IOException {
        Path root = folder.resolve("root");
        try (Storage storage = Storage.open(root.toString());
                SinkFiles sink = new SinkFiles(KeyColumns.parse(List.of(keys)), allowGaps)) {
            Importer importer = new Importer(storage, 1, 100, Placeholders.DEFAULT);
            List<EventInput> inputs = sink.list(List.of(folder.resolve("topics").toString()));
            importer.runInputs(inputs, 2000, done -> {});
            return importer;
        }
    }

    private static long added(Importer importer) {
        return importer.tables().values().stream().mapToLong(TableArchiver::added).sum();
    }

    @Test
    void aTombstoneBetweenFilesIsNoGap() throws IOException {
        for (Path file : files) {
            Files.delete(file);
        }
        write(3, insertsAndDeletes());

        assertThat(added(load(false, "id"))).isEqualTo(7);
    }

    @Test
    void aLostFileIsNamedByItsOffsets() throws IOException {
        Files.delete(files.get(2));

        assertThatThrownBy(() -> load(false, "id"))
                .hasMessageContaining("dev.t partition 0: offsets 5 to 6 are missing")
                .hasMessageContaining("--allow-gaps");
        assertThat(Files.exists(folder.resolve("root/changelog"))).isFalse();
        assertThat(added(load(true, "id"))).isEqualTo(5);
    }

    @Test
    void aGapOfOneIsOneUnlessADeleteStandsBeforeIt() throws IOException {
        Path alone = files.get(3).resolveSibling("dev.t+0+0000000008+0000000008.avro");
        Files.move(files.get(3), alone);

        assertThatThrownBy(() -> load(false, "id"))
                .hasMessageContaining("offsets 7 to 7 are missing");
    }

    @Test
    void theSameOffsetsTwiceAreRefused() throws IOException {
        Files.copy(files.get(0), files.get(0).resolveSibling("dev.t+0+0000000001+0000000001.avro"));

        assertThatThrownBy(() -> load(false, "id")).hasMessageContaining("hold the same offsets");
    }

    @Test
    void whatTheSinkIsStillWritingIsLeftAlone() throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("topics/+tmp/dev.t/partition=0"));
        Files.writeString(temporary.resolve("dev.t+0+3+9.avro"), "half");
        Files.writeString(folder.resolve("topics/dev.t/notes.txt"), "no events");

        assertThat(added(load(false, "id"))).isEqualTo(7);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(files.get(1));
        Files.write(files.get(1), java.util.Arrays.copyOf(bytes, bytes.length - 10));

        assertThatThrownBy(() -> load(false, "id"))
                .hasMessageContaining(files.get(1).getFileName() + " is no whole Avro file");
    }

    @Test
    void aFileOfAnotherNameIsRefused() throws IOException {
        Files.copy(files.get(0), folder.resolve("topics/events.avro"));

        assertThatThrownBy(() -> load(false, "id"))
                .hasMessageContaining("<topic>+<partition>+<start>+<end>.avro");
    }

    @Test
    void aFileWithMoreRecordsThanItsNameTellsIsRefused() throws IOException {
        Files.copy(files.get(2), files.get(3).resolveSibling("dev.t+0+0000000008+0000000008.avro"));

        assertThatThrownBy(() -> load(false, "id")).hasMessageContaining("more records than the 1");
    }

    @Test
    void aKeyColumnThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> load(false, "nr"))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(files.get(0).getFileName() + " record 1: ")
                .hasMessageContaining("no column nr");
        assertThatThrownBy(() -> load(false, "public.other=id"))
                .hasMessageContaining("--key-columns does not say the key of public.t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,,b", "a,"})
    void keyColumnsMustHaveNames(String text) {
        assertThatThrownBy(() -> KeyColumns.parse(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
