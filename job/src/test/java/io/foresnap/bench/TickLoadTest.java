package io.foresnap.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.options.ModelType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickLoadTest {

    @Test
    void ticksStandBesideABarePipelineInOneTable() throws IOException {
        StringWriter out = new StringWriter();

        new TickLoad(
                        List.of(200, 400),
                        ModelType.LOGISTIC,
                        HistoryBackend.hashmap,
                        new PrintWriter(out))
                .run();

        assertThat(out.toString())
                .containsPattern("\n200 +\\d+\\.\\d+ s +\\d+\\.\\d+ s +\\d+\\.\\d+ +\\d+ B")
                .containsPattern("\n400 +\\d+\\.\\d+ s +\\d+\\.\\d+ s +\\d+\\.\\d+ +\\d+ B")
                .containsPattern("growth from 200 to 400 partitions: .*times the time and");
    }
}
