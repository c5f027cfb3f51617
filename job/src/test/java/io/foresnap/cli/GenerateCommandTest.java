package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GenerateCommandTest {

    private final StringWriter out = new StringWriter();

    @TempDir Path folder;

    private int run(String... arguments) {
        CommandLine commandLine = Foresnap.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(out));
        return commandLine.execute(arguments);
    }

    @Test
    void writesTraceAndHazardsAndSaysWhatIsInThem() throws Exception {
        Path trace = folder.resolve("t.csv");
        Path hazards = folder.resolve("h.csv");

        int code =
                run(
                        "generate",
                        "--out",
                        trace.toString(),
                        "--hazards",
                        hazards.toString(),
                        "--days",
                        "2",
                        "--prediction-interval",
                        "15min",
                        "--tables",
                        "script=5,office=0,rare=0,drift=0,new=0");

        assertThat(code).isZero();
        assertThat(Files.readAllLines(trace)).first().asString().startsWith("timestamp_ms,table");
        assertThat(Files.readAllLines(hazards)).first().isEqualTo("tick_ms,table,partition,p");
        assertThat(out.toString())
                .containsPattern("script +5 +\\d+")
                .containsPattern("office +0 +0");
    }

    @Test
    void measuresHowNearModelsComeToTheTruth() {
        int code =
                run(
                        "bench",
                        "predictions",
                        "--seeds",
                        "1",
                        "--days",
                        "6",
                        "--prediction-interval",
                        "30min",
                        "--model-type",
                        "LOGISTIC",
                        "--tables",
                        "cron=10,script=5,office=2,burst=2,rare=2,drift=5,new=2");

        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern("seed +truth +rate +logistic")
                .containsPattern("\\n1 +0\\.\\d+ +0\\.\\d+ +0\\.\\d+ ")
                .contains("drift", "gap closed (aim 85 %)");
    }
}
