package io.foresnap.local.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.client.ResultMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {

    private final Scoreboard scoreboard = new Scoreboard();

    @TempDir Path folder;

    @BeforeEach
    void results() {
        scoreboard.count(acknowledged(2, 2, 5.0), "periodic");
        scoreboard.count(acknowledged(2, 2, 7.0), "periodic");
        scoreboard.count(acknowledged(2, 1, 20.0), "rare");
        scoreboard.count(result("ACKNOWLEDGED", 2, 1, 1, 30.0), "rare");
        scoreboard.count(acknowledged(2, 0, 40.0), "rare");
        scoreboard.count(result("REJECTED", 0, 0, 0), "rare");
        scoreboard.count(result("FAILED", 0, 0, 0), "rare");
        scoreboard.countUnanswered(2);
    }

    @Test
    void figuresHaveEverythingThatIsPromised() throws Exception {
        ReportWriter.write(report(), folder.resolve("made/when/missing"));

        JsonNode json =
                new ObjectMapper()
                        .readTree(folder.resolve("made/when/missing/report.json").toFile());
        assertThat(json.path("requests").asInt()).isEqualTo(9);
        assertThat(json.path("acknowledged").asInt()).isEqualTo(5);
        assertThat(json.path("rejected").asInt()).isEqualTo(1);
        assertThat(json.path("failed").asInt()).isEqualTo(3);
        assertThat(json.path("servedWhollyFromCache").asDouble()).isEqualTo(0.4);
        assertThat(json.path("byteHitRatio").asDouble()).isEqualTo(0.6);
        for (String outcome : List.of("hit", "late", "partial", "miss")) {
            JsonNode latency = json.path("latencyMillis").path(outcome);
            assertThat(latency.path("p50").isNumber()).isTrue();
            assertThat(latency.path("p99").isNumber()).isTrue();
            assertThat(latency.path("count").isNumber()).isTrue();
        }
        assertThat(json.at("/latencyMillis/late/count").asInt()).isEqualTo(1);
        assertThat(json.at("/latencyMillis/late/p50").asDouble()).isBetween(29.9, 30.1);
        assertThat(json.at("/latencyMillis/partial/count").asInt()).isEqualTo(1);
        assertThat(json.at("/latencyMillis/miss/p50").asDouble()).isBetween(39.9, 40.1);
        assertThat(json.path("prefetchedBytes").asLong()).isEqualTo(1000);
        assertThat(json.path("usedPrefetchedBytes").asLong()).isEqualTo(600);
        assertThat(json.at("/model/type").asText()).isEqualTo("AUTO");
        assertThat(json.at("/model/version").asLong()).isEqualTo(3);
        assertThat(json.at("/model/logLoss").asDouble()).isEqualTo(0.1);
        assertThat(json.path("verifiedBackups").asLong()).isEqualTo(4);
        assertThat(json.path("mismatchedBackups").asLong()).isZero();
    }

    @Test
    void thePageHoldsItsDataAndLoadsNothing() throws Exception {
        ReportWriter.write(report(), folder);

        String page = Files.readString(folder.resolve("index.html"));
        assertThat(page).contains("\"servedWhollyFromCache\":0.4").contains("Chart.js v");
        assertThat(page).doesNotContain("http://").doesNotContain("https://");
        assertThat(page).doesNotContain("/*REPORT*/").doesNotContain("/*CHART_LIBRARY*/");
        // A setting that looks like the end of the script must not be one.
        assertThat(page).doesNotContain("</script>evil");
    }

    private Report report() {
        Scoreboard.Totals totals = scoreboard.totals();
        JobFigures job =
                new JobFigures(
                        3,
                        0.1,
                        5,
                        10,
                        20,
                        1000,
                        600,
                        List.of(new JobFigures.Calibration(0.2, 0.25, 40)));
        return new Report(
                totals.answered(),
                totals.acknowledged(),
                totals.rejected(),
                totals.failed(),
                totals.hitShare(),
                totals.neededBytes(),
                totals.byteHitRatio(),
                scoreboard.latencies(),
                scoreboard.meanTimeParts(),
                job.prefetchedBytes(),
                job.usedPrefetchedBytes(),
                new Report.Model("AUTO", job.modelVersion(), job.modelLogLoss()),
                4,
                0,
                null,
                "archived",
                scoreboard.reasons(),
                scoreboard.byKind(),
                job.calibration(),
                Map.of("workload", "</script>evil"),
                List.of(Sample.of(1000, 1, totals, job)));
    }

    private static ResultMessage acknowledged(int files, int cached, double millis) {
        return result("ACKNOWLEDGED", files, cached, millis);
    }

    private static ResultMessage result(String status, int files, int cached, double millis) {
        return result(status, files, cached, 0, millis);
    }

    private static ResultMessage result(
            String status, int files, int cached, int joined, double millis) {
        return new ResultMessage(
                "r",
                "t",
                status,
                null,
                "d",
                0,
                0,
                files * 50L,
                cached * 50L,
                files,
                cached,
                joined,
                new ResultMessage.LatencyMillis(0, 0, 0, 0, millis),
                0);
    }
}
