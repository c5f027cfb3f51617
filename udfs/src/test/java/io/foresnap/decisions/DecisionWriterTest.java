package io.foresnap.decisions;

import static io.foresnap.decisions.TestingDecisions.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DecisionWriterTest {

    private static final long FOREVER = Long.MAX_VALUE / 2;

    @TempDir Path folder;

    private static DecisionWriter.Limits limits(long fileBytes, long allBytes) {
        return new DecisionWriter.Limits(fileBytes, FOREVER, allBytes);
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatIsWrittenReadsTheSame() throws IOException {
        List<DecisionEvent> read = new ArrayList<>();
        DecisionEvent event = report("public.orders", 1000, 2, "FAILED", 3);
        try (Storage storage = Storage.open(folder.toString())) {
            try (DecisionWriter writer = new DecisionWriter(storage, limits(1 << 20, 1 << 20))) {
                writer.write(event);
                writer.write(TestingDecisions.predicted("t", 3000, .25).unlisted(7));
            }
            DecisionRecord.of(storage).read(0, Long.MAX_VALUE, read::add);
            assertThat(DecisionRecord.of(storage).range())
                    .hasValue(new DecisionRecord.Range(1000, 3000));
        }

        assertThat(read)
                .containsExactly(event, TestingDecisions.predicted("t", 3000, .25).unlisted(7));
        assertThat(files()).hasSize(1);
    }

    @Test
    void aCheckpointMakesAFileThatHoldsAllSoFar() throws IOException {
        List<DecisionEvent> written = new ArrayList<>();
        try (Storage storage = Storage.open(folder.toString());
                DecisionWriter writer = new DecisionWriter(storage, limits(1 << 20, 1 << 20))) {
            for (int i = 0; i < 5; i++) {
                DecisionEvent event = report("t", 1000 + i, 0, "FETCHED", 1);
                written.add(event);
                writer.write(event);
                writer.checkpoint();
                writer.checkpoint();
                while (writer.files() <= i) {
                    Thread.onSpinWait();
                }

                assertThat(files()).hasSize(1);
                assertThat(readAll(storage)).isEqualTo(written);
            }
            assertThat(writer.files()).isEqualTo(5);
        }
    }

    private static List<DecisionEvent> readAll(Storage storage) throws IOException {
        List<DecisionEvent> read = new ArrayList<>();
        DecisionRecord.of(storage).read(0, Long.MAX_VALUE, read::add);
        return read;
    }

    @Test
    void theOldestFilesGoWhenTheRecordIsTooLarge() throws IOException {
        try (Storage storage = Storage.open(folder.toString())) {
            for (int i = 0; i < 20; i++) {
                try (DecisionWriter writer = new DecisionWriter(storage, limits(1, 1000))) {
                    writer.write(report("t", 1000 + i, 0, "FETCHED", 1));
                }
            }
        }

        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isBetween(500L, 1000L);
        assertThat(files()).last().asString().contains("-0000000001019-");
        assertThat(files()).first().asString().doesNotContain("0000000001000-");
    }

    @Test
    void filesOfOthersStay() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        try (Storage storage = Storage.open(folder.toString());
                DecisionWriter writer = new DecisionWriter(storage, limits(1, 0))) {
            writer.write(report("t", 1000, 0, "FETCHED", 1));
        }

        assertThat(files()).containsExactly(folder.resolve("notes.txt"));
    }

    @Test
    void aFolderThatCannotBeWrittenLosesTheRecordAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (Storage storage = Storage.open(file.resolve("under").toString())) {
            DecisionWriter writer = new DecisionWriter(storage, limits(1, 1000));
            writer.write(report("t", 1000, 0, "FETCHED", 1));
            writer.close();

            assertThat(writer.lost()).isEqualTo(1);
            assertThat(writer.files()).isZero();
        }
    }
}
