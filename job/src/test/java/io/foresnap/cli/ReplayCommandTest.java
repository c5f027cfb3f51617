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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReplayCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    @Test
    void writesPredictionsAndReport() throws IOException {
        Path trace = TestingTraces.file(folder, TestingTraces.habits(30, 1));
        Path predictions = folder.resolve("p.csv");
        Path report = folder.resolve("made/report");

        int code = run(trace, "--predictions", predictions, "--report", report);

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
        "--predictions, no-such-folder/p.csv"
    })
    void aWrongOptionIsNamed(String option, String value) throws IOException {
        Path trace = TestingTraces.file(folder, "0,a,,");

        assertThat(run(trace, option, value)).isEqualTo(2);

        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains(option);
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
