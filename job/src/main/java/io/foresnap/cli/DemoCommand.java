package io.foresnap.cli;

import io.foresnap.local.demo.Demo;
import io.foresnap.local.demo.DemoSettings;
import io.foresnap.local.demo.StorageProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole main job on this machine. */
@Command(
        name = "demo",
        description = {
            "Runs the whole main job on this machine: HDFS, Kafka and Flink with its dashboard, under"
                    + " a workload in accelerated time; live figures in the terminal, a report at"
                    + " the end. Every backup is compared with a plain replay of the change events.",
            "Exit code 1 when one differs, or a request fails."
        })
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--requests",
            paramLabel = "F.csv[.gz]",
            description =
                    "Recorded requests: timestamp_ms,table,partition,requester[,target_time_ms]. As"
                            + " much from its beginning as fits into a short demonstration is"
                            + " replayed. A workload is made up unless given.")
    @Nullable Path requests;

    @Option(
            names = "--root",
            paramLabel = "URI",
            description =
                    "Storage root (hdfs://, file://, s3a://); the demonstration makes a folder of"
                            + " its own in it. An HDFS of its own unless given.")
    @Nullable String root;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description =
                    "How many times faster than real; derived from the workload unless given.")
    @Nullable Double speed;

    @Option(
            names = "--duration",
            paramLabel = "D",
            converter = HumanDuration.class,
            description =
                    "How long the requests take to come, at most (default: 95 s): a longer time"
                            + " leaves the machine more rest between them.")
    Duration duration = DemoSettings.DEFAULT_DURATION;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Where report.json and index.html go; a fresh temporary folder unless given.")
    @Nullable Path report;

    @Option(
            names = "--keep-running",
            description = "Keep HDFS, Kafka and the job running afterwards, until Ctrl-C.")
    boolean keepRunning;

    @Option(
            names = "--max-requests",
            paramLabel = "N",
            defaultValue = "" + DemoSettings.DEFAULT_MAX_REQUESTS,
            description = "Most requests taken from --requests (default: ${DEFAULT-VALUE}).")
    int maxRequests;

    @Option(
            names = "--storage-profile",
            paramLabel = "P",
            defaultValue = "local",
            description =
                    "How durable storage answers the job: ${COMPLETION-CANDIDATES}. cold takes 20 ms"
                            + " to open a file and gives 100 MiB/s a stream, and tables have longer logs"
                            + " behind their snapshots; only for an HDFS (default: ${DEFAULT-VALUE}).")
    StorageProfile storage = StorageProfile.LOCAL;

    @Option(
            names = "-D",
            paramLabel = "key=value",
            description =
                    "An option of the job or of Flink, for example -Dprefetch.queue-capacity=0."
                            + " Wins over the demonstration's own settings.")
    Map<String, String> overrides = new LinkedHashMap<>();

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check(
                requests == null || Files.isReadable(requests),
                "--requests: no such file: " + requests);
        check(speed == null || (speed > 0 && Double.isFinite(speed)), "--speed must be positive");
        check(duration.toMillis() > 0, "--duration must be positive");
        check(maxRequests > 0, "--max-requests must be positive, but is " + maxRequests);
        check(
                report == null || !Files.exists(report) || Files.isDirectory(report),
                "--report: not a folder: " + report);
        check(
                storage == StorageProfile.LOCAL || root == null || root.startsWith("hdfs:"),
                "--storage-profile cold stands before an HDFS, but --root is " + root);
        ConfigurationCheck.problem(overrides).ifPresent(problem -> check(false, problem));
        DemoSettings settings =
                new DemoSettings(
                        Optional.ofNullable(requests),
                        Optional.ofNullable(root),
                        Optional.ofNullable(speed),
                        duration,
                        Optional.ofNullable(report),
                        keepRunning,
                        maxRequests,
                        storage,
                        overrides);
        return new Demo(settings, spec.commandLine().getOut()).run() ? 0 : 1;
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
