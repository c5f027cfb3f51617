package io.foresnap.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.options.ModelType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TickBenchmarkTest {

    @ParameterizedTest
    @EnumSource
    void ticksRunThroughTheWholeJob(HistoryBackend stateBackend) throws IOException {
        StringWriter out = new StringWriter();

        new TickBenchmark(400, 4, ModelType.LOGISTIC, stateBackend, new PrintWriter(out)).run(1);

        assertThat(out.toString())
                .contains("400 partitions of 100 tables")
                .containsPattern("measured +list after +\\d+\\.\\d+ s")
                .containsPattern("serialized history: \\d+ bytes");
    }
}
