package io.foresnap.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.Storage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheBenchmarkTest {

    @Test
    void itTellsWhatBookkeepingCosts(@TempDir Path folder) throws Exception {
        StringWriter out = new StringWriter();

        double share;
        try (Storage storage = Storage.open(folder.toString())) {
            share = new CacheBenchmark(storage, 20, 10, 20, new PrintWriter(out)).run(50);
        }

        assertThat(share).isBetween(0.0, 1.0);
        assertThat(out.toString())
                .contains("200 segments of 20 partitions")
                .containsPattern("50 requests of 10 segments, \\d+\\.\\d % of look-ups found")
                .containsPattern("\\d+\\.\\d\\d % is bookkeeping");
    }
}
