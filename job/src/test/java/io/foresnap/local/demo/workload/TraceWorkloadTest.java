package io.foresnap.local.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceWorkloadTest {

    private static final String HEADER = "timestamp_ms,table,partition,requester\n";
    private static final TraceWorkload.Limits MANY =
            new TraceWorkload.Limits(1000, 1000, Long.MAX_VALUE);

    @TempDir Path folder;

    @Test
    void readsEveryColumnPlainAndZipped() throws Exception {
        String csv =
                "timestamp_ms,table,partition,requester,target_time_ms\n"
                        + "1800000000000,public.orders,2,ann,1799999990000\n"
                        + "1800000005000,page8228,,,\n";

        Workload plain = TraceWorkload.read(file("t.csv", csv), MANY, 1);
        Workload zipped = TraceWorkload.read(zipped("t.csv.gz", csv), MANY, 1);

        assertThat(plain.requests())
                .containsExactly(
                        new PlannedRequest(
                                1800000000000L, "public.orders", List.of(2), 1799999990000L, "ann"),
                        new PlannedRequest(
                                1800000005000L, "page8228", List.of(), BackupRequest.LATEST, ""))
                .isEqualTo(zipped.requests());
        assertThat(plain.tables()).extracting(TableSpec::partitions).containsExactly(3, 1);
    }

    @Test
    void aLineWithoutEndIsNamedBeforeItFillsTheMemory() throws Exception {
        Path endless = file("t.csv", HEADER + "1000,a,,\n" + "x".repeat(1_000_000));

        assertThatThrownBy(() -> TraceWorkload.read(endless, MANY, 1))
                .isInstanceOf(java.io.IOException.class)
                .hasMessageContainingAll("t.csv: line 3", "longer than 65536 characters");
    }

    @Test
    void movesATraceThatCountsFromZeroByWholeWeeks() throws Exception {
        Workload workload = TraceWorkload.read(file("t.csv", HEADER + "36000,a,,\n"), MANY, 1);

        assertThat(Instant.ofEpochMilli(workload.startMs())).isEqualTo("2026-01-05T00:00:36Z");
    }

    @Test
    void leavesOutTheWholeMomentThatDoesNotFit() throws Exception {
        String csv = HEADER + "1000,a,,\n2000,b,,\n3000,c,,\n3000,d,,\n";

        Workload workload =
                TraceWorkload.read(
                        file("t.csv", csv), new TraceWorkload.Limits(3, 10, Long.MAX_VALUE), 1);

        assertThat(workload.requests()).extracting(PlannedRequest::table).containsExactly("a", "b");
    }

    @Test
    void namesFileAndHeaderThatIsWrong() throws Exception {
        Path file = file("t.csv", "time,table\n1,a\n");

        assertThatThrownBy(() -> TraceReader.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("header must be timestamp_ms,table,partition,requester")
                .hasMessageContaining("'time,table'");
    }

    @Test
    void namesTheLineThatIsWrong() throws Exception {
        assertWrong("1000,a,,\n2000,b\n", "line 3 has 2 fields instead of 4");
        assertWrong("1000,a,,\nsoon,b,,\n", "line 3 has a timestamp_ms that is no number: 'soon'");
        assertWrong("1000,a,,\n999,b,,\n", "line 3 is earlier than the line before");
        assertWrong("1000,,,\n", "line 2 has no table");
        assertWrong("1000,a,-1,\n", "line 2 has an impossible partition: -1");
        assertWrong("", "the trace has no requests");
    }

    private void assertWrong(String lines, String message) throws IOException {
        Path file = file("t.csv", HEADER + lines);
        assertThatThrownBy(() -> TraceWorkload.read(file, MANY, 1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path zipped(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
