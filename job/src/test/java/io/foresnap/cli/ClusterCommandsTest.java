package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.local.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * What the commands of a cluster say where there is none; 'cluster check' runs them on a real one.
 */
class ClusterCommandsTest {

    @TempDir Path folder;
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster status",
                "cluster stop",
                "submit",
                "savepoint",
                "stop",
                "resume",
                "rescale 2"
            })
    void withoutAClusterOneLineSaysHowToGetOne(String command) {
        assertThat(run(command + " --directory " + folder)).isEqualTo(1);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString())
                .contains("there is no cluster in " + folder)
                .contains("cluster start");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"submit", "savepoint", "stop", "rescale 2"})
    void aJobManagerThatDoesNotAnswerIsNamed(String command) throws IOException {
        String nobody = "localhost:" + FreePorts.find(1).get(0);

        assertThat(run(command + " --jobmanager " + nobody + " --directory " + folder))
                .isEqualTo(1);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("no JobManager answers at http://" + nobody);
    }

    @Test
    void withoutASavepointThereIsNothingToResumeFrom() throws IOException {
        String nobody = "localhost:" + FreePorts.find(1).get(0);

        assertThat(run("resume --jobmanager " + nobody + " --directory " + folder)).isEqualTo(1);

        assertThat(err.toString()).contains("no savepoint of Foresnap is known: give --savepoint");
    }

    private int run(String command) {
        CommandLine commandLine = Foresnap.commandLine();
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(command.split(" "));
    }
}
