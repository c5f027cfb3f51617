package io.foresnap.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlinkClientTest {

    @Test
    void theInnermostCauseIsTheReason() {
        String output =
                """
                ------------------------------------------------------------
                 The program finished with the following exception:

                org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: storage.root is not set
                	at org.apache.flink.client.program.PackagedProgram.callMainMethod(PackagedProgram.java:372)
                Caused by: java.lang.IllegalArgumentException: storage.root is not set
                	at io.foresnap.job.Settings.required(Settings.java:99)
                """;

        assertThat(FlinkClient.reason(output)).isEqualTo("storage.root is not set");
    }

    @Test
    void withoutACauseItIsTheException() {
        String output =
                """
                 The program finished with the following exception:

                org.apache.flink.client.cli.CliArgsException: JAR file does not exist: a.jar
                	at org.apache.flink.client.cli.CliFrontend.run(CliFrontend.java:1)
                """;

        assertThat(FlinkClient.reason(output)).isEqualTo("JAR file does not exist: a.jar");
    }
}
