package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What control and explain say when they cannot do as they are told. */
class SteeringCommandsTest {

    private final StringWriter said = new StringWriter();

    @TempDir Path folder;

    private int run(String... arguments) {
        CommandLine commandLine = Foresnap.commandLine();
        commandLine.setOut(new PrintWriter(said));
        commandLine.setErr(new PrintWriter(said));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'give one of pause, resume, shadow, pin, unpin and warm-up'",
        "shadow, on|off",
        "shadow perhaps, perhaps",
        "pin, TABLE",
        "pin ../t, table must not",
        "pin t --partition -1, --partition must be a number from 0 on",
        "warm-up t, --at",
        "warm-up t --at 25:00, '25:00' is no time of the day",
        "warm-up t --at tonight, 'or a time of every day, such as 22:00'",
    })
    void aWrongCommandIsRefusedBeforeItIsSent(String arguments, String reason) {
        String all = "control --bootstrap-servers nowhere:1 " + arguments;

        assertThat(run(all.trim().split(" "))).as(said.toString()).isEqualTo(2);
        assertThat(said.toString()).contains(reason);
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamed() {
        int code =
                run("control", "--bootstrap-servers", "localhost:1", "--timeout", "500ms", "pause");

        assertThat(code).isEqualTo(1);
        assertThat(said.toString())
                .contains("cannot send to topic foresnap-control at localhost:1")
                .doesNotContain("\tat ");
    }

    @Test
    void aReportThatIsNotThereIsNamed() {
        String nowhere = folder.resolve("nowhere").toString();

        assertThat(run("explain", "--report", nowhere, "--table", "t", "--at", "1000"))
                .isEqualTo(1);
        assertThat(said.toString()).contains("--report: there is no ").contains(nowhere);
    }

    @Test
    void aFolderWithoutARecordIsNamed() {
        assertThat(run("explain", "--report", folder.toString(), "--table", "t", "--at", "1000"))
                .isEqualTo(1);
        assertThat(said.toString()).contains("no decisions are on record in " + folder);
    }

    @Test
    void aTimeIsNeeded() {
        assertThat(run("explain", "--report", folder.toString(), "--table", "t", "--at", "latest"))
                .isEqualTo(2);
        assertThat(said.toString()).contains("--at must be a time");
    }
}
