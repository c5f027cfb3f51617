package io.foresnap.cli;

import io.foresnap.cluster.Cluster;
import io.foresnap.cluster.JobControl;
import io.foresnap.cluster.JobKind;
import io.foresnap.local.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which job on which cluster. */
final class JobTarget {

    @Mixin ClusterDirectory where = new ClusterDirectory();

    @Option(
            names = "--jobmanager",
            paramLabel = "HOST:PORT",
            description =
                    "Another Flink cluster, by its REST address. Flink's configuration is then that"
                            + " in the environment's FLINK_CONF_DIR, if set.")
    @Nullable String jobManager;

    @Option(
            names = "--job",
            paramLabel = "J",
            defaultValue = "main",
            description =
                    "Which job: main answers requests, archive archives change events (default:"
                            + " ${DEFAULT-VALUE}).")
    JobKind kind = JobKind.MAIN;

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    /** Something to do with the job. */
    interface Work {
        void with(JobControl control) throws IOException, InterruptedException;
    }

    void control(Work work) throws IOException, InterruptedException {
        if (jobManager == null) {
            work.with(JobControl.on(Cluster.require(where.path()), kind));
            return;
        }
        if (!jobManager.matches("[^:/]+:[0-9]{1,5}")) {
            throw new ParameterException(
                    spec.commandLine(), "--jobmanager must be host:port, but is " + jobManager);
        }
        String given = System.getenv("FLINK_CONF_DIR");
        if (given != null) {
            elsewhere(work, Path.of(given));
            return;
        }
        try (TempFolder empty = TempFolder.create("foresnap-conf-")) {
            Files.createFile(empty.path().resolve("config.yaml"));
            elsewhere(work, empty.path());
        }
    }

    private void elsewhere(Work work, Path conf) throws IOException, InterruptedException {
        work.with(
                JobControl.on(
                        String.valueOf(jobManager), kind, where.path().resolve("jobs"), conf));
    }

    void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
