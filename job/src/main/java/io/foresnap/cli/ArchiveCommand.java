package io.foresnap.cli;

import io.foresnap.job.ArchiveJob;
import io.foresnap.local.LocalArchive;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code archive}: the archiving job on this machine. */
@Command(
        name = "archive",
        description = {
            "Archives Kafka topics of Debezium events (JSON, with or without schemas) into the change"
                    + " log of a storage root, exactly once, until Ctrl-C or --for. Runs the same"
                    + " job as 'flink run -c io.foresnap.job.ArchiveJob', in a Flink of its own"
                    + " with a dashboard.",
            "Started again, it goes on where the change log ends."
        })
final class ArchiveCommand implements Callable<Integer> {

    @Option(
            names = "--bootstrap-servers",
            required = true,
            paramLabel = "S",
            description = "Kafka brokers, host:port.")
    String bootstrapServers = "";

    @Option(
            names = "--root",
            required = true,
            paramLabel = "URI",
            description = "Storage root (hdfs://, file://, s3a://).")
    String root = "";

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "T",
            description = "Topics, comma separated, named <prefix>.<schema>.<table>.")
    List<String> topics = new ArrayList<>();

    @Option(
            names = "--topic-pattern",
            paramLabel = "REGEX",
            description = "Or a regular expression of their names, such as 'shop\\.public\\..*'.")
    @Nullable String pattern;

    @Option(
            names = "--for",
            converter = HumanDuration.class,
            paramLabel = "D",
            description = "Stop after this time, such as 10min; at Ctrl-C unless given.")
    @Nullable Duration time;

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            description = "Where checkpoints go; a fresh temporary folder unless given.")
    @Nullable Path checkpoints;

    @Option(
            names = "-D",
            paramLabel = "key=value",
            description =
                    "An option of the job or of Flink, for example -Darchive.segment-age=1min.")
    Map<String, String> overrides = new LinkedHashMap<>();

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check(
                topics.isEmpty() != (pattern == null),
                topics.isEmpty()
                        ? "one of --topics and --topic-pattern is needed"
                        : "give --topics or --topic-pattern, not both");
        check(time == null || time.toMillis() > 0, "--for must be positive");
        ConfigurationCheck.problem(overrides).ifPresent(problem -> check(false, problem));
        Map<String, String> options = new LinkedHashMap<>(overrides);
        options.put(ForesnapOptions.STORAGE_ROOT.key(), root);
        options.put(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS.key(), bootstrapServers);
        if (pattern == null) {
            options.put(ForesnapOptions.ARCHIVE_TOPICS.key(), String.join(";", topics));
        } else {
            options.put(ForesnapOptions.ARCHIVE_TOPIC_PATTERN.key(), pattern);
        }
        if (checkpoints != null) {
            options.put(
                    "execution.checkpointing.dir", checkpoints.toAbsolutePath().toUri().toString());
        }
        try {
            ArchiveJob.check(Configuration.fromMap(options));
        } catch (IllegalArgumentException e) {
            check(false, String.valueOf(e.getMessage()));
        }
        new LocalArchive(options, spec.commandLine().getOut(), Terminals.interactive()).run(time);
        return 0;
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
