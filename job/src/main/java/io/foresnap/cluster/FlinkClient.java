package io.foresnap.cluster;

import io.foresnap.local.TempFolder;
import io.foresnap.options.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.GlobalConfiguration;

/**
 * Submits the job's jar by Flink's own command line, in a process that has Flink on its class path
 * and nothing of the job's.
 */
final class FlinkClient {

    private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");
    private static final String CAUSED_BY = "Caused by: ";

    private final ClassPaths classPaths;
    private final Path conf;
    private final List<Path> hadoopConf;

    /**
     * @param conf has {@code config.yaml}
     * @param hadoopConf on the class path; empty without
     */
    FlinkClient(ClassPaths classPaths, Path conf, List<Path> hadoopConf) {
        this.classPaths = classPaths;
        this.conf = conf;
        this.hadoopConf = List.copyOf(hadoopConf);
    }

    /**
     * Submits a job.
     *
     * @param options of Flink and of the job
     * @return its id
     */
    String run(JobKind kind, Map<String, String> options, Optional<RestoreFrom> from)
            throws IOException, InterruptedException {
        List<String> arguments = arguments(kind, options, from, classPaths.jobJar());
        String output;
        if (options.keySet().stream().noneMatch(Secrets::isSecret)) {
            output = execute(arguments, conf);
        } else {
            try (TempFolder own = TempFolder.create("foresnap-conf-")) {
                addSecrets(conf, options, own.path());
                output = execute(arguments, own.path());
            }
        }
        Matcher id = SUBMITTED.matcher(output);
        if (!id.find()) {
            throw new IOException(
                    "the job was not accepted: " + RestoreFrom.explained(reason(output)));
        }
        return id.group(1);
    }

    /** Without secrets: everybody can read the arguments of a process. */
    static List<String> arguments(
            JobKind kind, Map<String, String> options, Optional<RestoreFrom> from, Path jar) {
        List<String> arguments = new ArrayList<>(List.of("run", "--detached"));
        options.forEach(
                (key, value) -> {
                    if (!Secrets.isSecret(key)) {
                        arguments.add("-D" + key + "=" + value);
                    }
                });
        from.ifPresent(restored -> arguments.addAll(restored.arguments()));
        arguments.addAll(List.of("--class", kind.program(), jar.toString()));
        return arguments;
    }

    /** Writes Flink's configuration with the secrets among the options into another folder. */
    static void addSecrets(Path conf, Map<String, String> options, Path own) throws IOException {
        Configuration configuration = GlobalConfiguration.loadConfiguration(conf.toString());
        options.forEach(
                (key, value) -> {
                    if (Secrets.isSecret(key)) {
                        configuration.setString(key, value);
                    }
                });
        Files.write(
                own.resolve(GlobalConfiguration.FLINK_CONF_FILENAME),
                ConfigurationUtils.convertConfigToWritableLines(configuration, true));
    }

    private String execute(List<String> arguments, Path configuration)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "-Dlog4j2.level=OFF",
                        "-cp",
                        classPaths.flink(hadoopConf.toArray(Path[]::new)),
                        "org.apache.flink.client.cli.CliFrontend"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FLINK_CONF_DIR", configuration.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** The innermost cause in what Flink printed. */
    static String reason(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.startsWith(CAUSED_BY))
                .reduce((earlier, later) -> later)
                .or(
                        () ->
                                lines.stream()
                                        .dropWhile(line -> !line.contains("following exception"))
                                        .skip(1)
                                        .findFirst())
                .or(() -> lines.stream().reduce((earlier, later) -> later))
                .map(line -> line.replaceFirst("^(Caused by: )?([a-z]\\w*\\.)+[A-Z]\\w*: ", ""))
                .orElse("no reason given");
    }
}
