package io.foresnap.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foresnap.job.KeptSavepoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void secretsAreInAFileAndNotAmongTheArguments(@TempDir Path folder) throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(conf.resolve("config.yaml"), "rest:\n  port: 4711\n");
        Map<String, String> options =
                Map.of("kafka.properties.ssl.key.password", "sword: 'fish'", "prefetch.x", "1");

        List<String> arguments =
                FlinkClient.arguments(JobKind.MAIN, options, Optional.empty(), Path.of("job.jar"));
        FlinkClient.addSecrets(conf, options, own);

        assertThat(arguments)
                .containsExactly(
                        "run",
                        "--detached",
                        "-Dprefetch.x=1",
                        "--class",
                        JobKind.MAIN.program(),
                        "job.jar");
        assertThat(GlobalConfiguration.loadConfiguration(own.toString()).toMap())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "rest.port",
                                "4711",
                                "kafka.properties.ssl.key.password",
                                "sword: 'fish'"));
    }

    @Test
    void stateIsDroppedOnlyWhenThatIsAllowed() {
        assertThat(new RestoreFrom("hdfs://n/s", false).arguments())
                .containsExactly("--fromSavepoint", "hdfs://n/s");
        assertThat(new RestoreFrom("hdfs://n/s", true).arguments())
                .containsExactly("--fromSavepoint", "hdfs://n/s", "--allowNonRestoredState");
    }

    /** The refusal is the one that Flink's JobManager makes. */
    @Test
    void whoWouldDropStateIsToldHow(@TempDir Path folder) throws IOException {
        CompletedCheckpointStorageLocation savepoint =
                AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(
                        KeptSavepoint.in(folder.resolve("kept"), KeptSavepoint.FIRST_IMPORTED));

        Throwable refused =
                catchThrowable(
                        () ->
                                Checkpoints.loadAndValidateCheckpoint(
                                        new JobID(),
                                        Map.of(),
                                        savepoint,
                                        FlinkClientTest.class.getClassLoader(),
                                        false,
                                        CheckpointProperties.forSavepoint(
                                                false, SavepointFormatType.CANONICAL)));

        String reason = String.valueOf(refused.getMessage());
        assertThat(RestoreFrom.explained(reason))
                .contains("--allow-non-restored-state")
                .contains(reason);
        assertThat(RestoreFrom.explained("no such file")).isEqualTo("no such file");
    }
}
