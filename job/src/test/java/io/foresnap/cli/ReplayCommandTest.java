package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.options.ModelType;
import io.foresnap.replay.TestingTraces;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReplayCommandTest {

    private static final List<String> POLICY_FIGURES =
            List.of(
                    "/capacity",
                    "/servedWholly",
                    "/byteHitRatio",
                    "/sourceBytesPerRequestedByte",
                    "/wastedByteHours",
                    "/latencyMillis/mean",
                    "/latencyMillis/p50",
                    "/latencyMillis/p95",
                    "/latencyMillis/p99");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    @Test
    void writesPredictionsAndReport() throws IOException {
        Path trace = TestingTraces.file(folder, TestingTraces.habits(30, 1));
        Path predictions = folder.resolve("p.csv");
        Path report = folder.resolve("made/report");

        int code =
                run(
                        trace,
                        "--predictions",
                        predictions,
                        "--report",
                        report,
                        "--prediction-interval",
                        "10min",
                        "--capacity",
                        "20%,1gb");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        JsonNode json = new ObjectMapper().readTree(report.resolve("replay.json").toFile());
        assertThat(Files.readAllLines(predictions))
                .hasSize(1 + json.at("/trace/predictions").asInt());
        assertThat(json.path("models")).hasSize(ModelType.values().length);
        for (JsonNode model : json.path("models")) {
            for (String figure : new String[] {"logLoss", "brier", "aucPr", "calibrationError"}) {
                assertThat(model.path(figure).isNumber()).as(figure).isTrue();
            }
            assertThat(model.path("microsPerPartitionTick").asDouble()).isPositive();
        }
        assertThat(json.at("/models/0/type").asText()).isEqualTo("AUTO");
        assertThat(json.path("policies").findValuesAsText("name"))
                .contains("none", "lru", "foresnap", "label-oracle", "clairvoyant");
        assertThat(json.at("/recommended/capacityBytes").asLong()).isPositive();
        assertThat(out.toString()).contains("With a cache of", "Recommended: a cache of");
        for (JsonNode policy : json.path("policies")) {
            for (String figure : POLICY_FIGURES) {
                assertThat(policy.at(figure).isNumber()).as(figure).isTrue();
            }
        }
        assertThat(out.toString()).contains("AUTO", "LOGISTIC", "weighted rate");
        assertThat(Files.readString(report.resolve("index.html")))
                .contains("\"logLoss\"")
                .doesNotContain("/*REPORT*/", "/*STYLE*/", "/*HELPERS*/", "https://");
    }

    @Test
    void comparedWithItselfAModelIsNoBetter() throws IOException {
        Path trace = TestingTraces.file(folder, TestingTraces.habits(30, 1));
        Path predictions = folder.resolve("p.csv.gz");
        run(trace, "--model-type", "LOGISTIC", "--predictions", predictions);

        int code =
                run(
                        trace,
                        "--model-type",
                        "LOGISTIC",
                        "--compare",
                        "again=" + predictions,
                        "--report",
                        folder);

        assertThat(code).isZero();
        JsonNode json = new ObjectMapper().readTree(folder.resolve("replay.json").toFile());
        assertThat(json.path("models")).hasSize(1);
        assertThat(json.at("/compared/0/type").asText()).isEqualTo("again");
        assertThat(json.at("/compared/0/difference/mean").asDouble()).isZero();
        assertThat(json.at("/compared/0/logLoss")).isEqualTo(json.at("/models/0/logLoss"));
    }

    @Test
    void ofVersionsItSpeaksOnlyWhereThereAreAny() throws IOException {
        Path trace = TestingTraces.file(folder, TestingTraces.habits(30, 1));

        run(trace, "--model-type", "HISTOGRAM");
        assertThat(out.toString()).doesNotContain("versions", "continuous");
        run(trace, "--model-type", "HISTOGRAM", "--training-interval", "1h");

        assertThat(out.toString()).contains("predict with the versions", "HISTOGRAM, continuous");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; the trace has no requests",
                "1000,a,,; nothing to score",
                "'2000,a,,\n1000,b,,'; line 3 is earlier than the line before",
                "'1000,a,,\n2000,b'; line 3 has 2 fields instead of 4",
                "'0,a,,\n90000000000000,b,,'; do not fit into memory"
            })
    void whatIsWrongWithATraceIsSaidInOneLine(String lines, String message) throws IOException {
        Path trace = TestingTraces.file(folder, lines);

        assertThat(run(trace)).isEqualTo(1);

        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("foresnap: " + trace).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "--prediction-interval, 0s",
        "--prediction-interval, often",
        "--training-interval, x",
        "--model-type, ORACLE",
        "--compare, a=no-such-file.csv",
        "--compare, no-name",
        "--predictions, no-such-folder/p.csv",
        "--capacity, much",
        "--segment-size, much",
        "--fetch-delay, x",
        "--queue-capacity, many"
    })
    void aWrongOptionIsNamed(String option, String value) throws IOException {
        Path trace = TestingTraces.file(folder, "0,a,,");

        assertThat(run(trace, option, value)).isEqualTo(2);

        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains(option);
    }

    @Test
    void settingsThatContradictEachOtherAreWrongUsage() throws IOException {
        Path trace = TestingTraces.file(folder, TestingTraces.habits(2, 1));

        assertThat(run(trace, "--segment-interval", "7min")).isEqualTo(2);

        assertThat(err.toString()).contains("must be a multiple of the segment interval");
    }

    @Test
    void equalInputGivesEqualFigures() throws IOException {
        Path trace = TestingTraces.file(folder, TestingTraces.habits(30, 2));
        String[] figures = new String[2];
        for (int i = 0; i < 2; i++) {
            run(trace, "--report", folder, "--prediction-interval", "10min");
            figures[i] =
                    Files.readString(folder.resolve("replay.json"))
                            .replaceAll("(?i)\"[a-z]*microsPerPartitionTick\".*", "");
        }

        assertThat(figures[1]).isEqualTo(figures[0]).contains("policies");
    }

    @Test
    void aMissingTraceIsWrongUsage() {
        assertThat(run(folder.resolve("none.csv"))).isEqualTo(2);
        assertThat(err.toString()).contains("--trace: no such file");
    }

    private int run(Path trace, Object... more) {
        CommandLine commandLine = Foresnap.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        String[] arguments = new String[3 + more.length];
        arguments[0] = "replay";
        arguments[1] = "--trace";
        arguments[2] = trace.toString();
        for (int i = 0; i < more.length; i++) {
            arguments[3 + i] = more[i].toString();
        }
        return commandLine.execute(arguments);
    }
}
