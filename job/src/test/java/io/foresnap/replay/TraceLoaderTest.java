package io.foresnap.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.event.BackupRequest;
import io.foresnap.replay.Trace.Entity;
import io.foresnap.replay.Trace.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceLoaderTest {

    @TempDir Path folder;

    @Test
    void entitiesAreNumberedByTheirFirstRequestAndKeepThePartitionAsWritten() throws IOException {
        Trace trace = TestingTraces.trace(folder, "5,b,,ann", "5,a,07,", "9,b,0,bob", "9,b,,ann");

        assertThat(trace.entities())
                .containsExactly(new Entity("b", ""), new Entity("a", "07"), new Entity("b", "0"));
        assertThat(trace.requests())
                .containsExactly(
                        new Request(5, 0, "ann", BackupRequest.LATEST),
                        new Request(5, 1, "", BackupRequest.LATEST),
                        new Request(9, 2, "bob", BackupRequest.LATEST),
                        new Request(9, 0, "ann", BackupRequest.LATEST));
    }

    @Test
    void aDamagedArchiveIsNamed() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            String lines = String.join("\n", TestingTraces.habits(48, 1));
            out.write((TestingTraces.HEADER + lines).getBytes(StandardCharsets.UTF_8));
        }
        byte[] half = Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2);
        Path file = Files.write(folder.resolve("half.csv.gz"), half);

        assertThatThrownBy(() -> TraceLoader.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void noRequestsIsAnError() throws IOException {
        Path file = TestingTraces.file(folder);

        assertThatThrownBy(() -> TraceLoader.load(file))
                .hasMessage(file + ": the trace has no requests");
    }
}
