package io.foresnap.replay.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.local.demo.workload.PlannedRequest;
import io.foresnap.local.demo.workload.TraceReader;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Entity;
import io.foresnap.replay.Trace.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceWriterTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"t.csv", "t.csv.gz"})
    void whatIsWrittenIsReadAgain(String name) throws IOException {
        GeneratedTrace made = small();
        Path file = folder.resolve(name);

        TraceWriter.write(made.trace(), file);

        List<PlannedRequest> read = read(file);
        assertThat(read).hasSameSizeAs(made.trace().requests());
        for (int i = 0; i < read.size(); i++) {
            Request request = made.trace().requests().get(i);
            Entity entity = made.trace().entities().get(request.entity());
            assertThat(read.get(i))
                    .isEqualTo(
                            new PlannedRequest(
                                    request.timeMs(),
                                    entity.table(),
                                    List.of(entity.number()),
                                    request.targetTimeMs(),
                                    request.requester()));
        }
    }

    @Test
    void earlierTargetsGetAColumn() throws IOException {
        Trace trace =
                new Trace(
                        List.of(new Entity("a", "")),
                        List.of(
                                new Request(1000, 0, "", 500),
                                new Request(2000, 0, "ann", Long.MAX_VALUE)));
        Path file = folder.resolve("t.csv");

        TraceWriter.write(trace, file);

        assertThat(Files.readAllLines(file))
                .startsWith(
                        "timestamp_ms,table,partition,requester,target_time_ms", "1000,a,,,500");
        assertThat(read(file)).hasSize(2);
    }

    @Test
    void hazardsAreOneLineForEachTickAndKnownEntity() throws IOException {
        GeneratedTrace made = small();
        Path file = folder.resolve("h.csv");

        TraceWriter.write(made.trace().entities(), made.grid(), made.hazards(), file);

        List<String> lines = Files.readAllLines(file);
        int known = 0;
        for (int tick = 0; tick < made.grid().ticks(); tick++) {
            for (float p : made.hazards().row(tick)) {
                known += Float.isNaN(p) ? 0 : 1;
            }
        }
        assertThat(lines).hasSize(known + 1).startsWith("tick_ms,table,partition,p");
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            assertThat(Long.parseLong(cells[0]) % 900_000).isZero();
            assertThat(Double.parseDouble(cells[3])).isBetween(0.0, 1.0);
        }
    }

    private static GeneratedTrace small() {
        return TraceGenerator.generate(
                new GeneratorSettings(
                        1,
                        1_773_792_000_000L,
                        Duration.ofDays(1),
                        900_000,
                        ZoneId.of("UTC"),
                        Map.of(HabitKind.CRON, 4, HabitKind.SCRIPT, 5)));
    }

    private static List<PlannedRequest> read(Path file) throws IOException {
        List<PlannedRequest> requests = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(file)) {
            for (Optional<PlannedRequest> next = reader.next();
                    next.isPresent();
                    next = reader.next()) {
                requests.add(next.get());
            }
        }
        return requests;
    }
}
