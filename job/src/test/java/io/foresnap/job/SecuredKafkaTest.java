package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.Storage;
import io.foresnap.cli.Foresnap;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.EmbeddedKafka;
import io.foresnap.local.TestingKeys;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.GuardOptions;
import io.foresnap.options.SecurityOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The main job and its clients where Kafka wants TLS and passwords, which nobody else learns. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SecuredKafkaTest {

    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final String S3_SECRET = "swordfish-of-the-bucket";
    private static final String CONTROL = "foresnap-control";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Path folder;
    private LogLines logged;
    private TestingKeys keys;
    private EmbeddedKafka kafka;
    private EmbeddedFlink flink;
    private JobID job;

    /**
     * An HDFS that another test has run in this JVM leaves a server for PLAIN that knows no Kafka
     * user, and the first one there is taken.
     */
    private static void withKafkasPlain() {
        Provider[] all = Security.getProviders("SaslServerFactory.PLAIN");
        for (Provider provider : all == null ? new Provider[0] : all) {
            if (!provider.getClass().getName().startsWith("org.apache.kafka.")) {
                Security.removeProvider(provider.getName());
            }
        }
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        withKafkasPlain();
        keys = new TestingKeys(folder);
        kafka = EmbeddedKafka.start(keys.security());
        logged = new LogLines();
        kafka.createTopics(
                1,
                "foresnap-requests",
                "foresnap-results",
                "foresnap-rejected",
                "foresnap-audit",
                CONTROL);
        Path root = Files.createDirectory(folder.resolve("root"));
        try (Storage storage = Storage.open(root.toUri().toString())) {
            new Shop(storage, "public.orders", 1, 20, START).close(START + 1000);
        }
        Configuration options = options(root);
        // As where the options stand in the cluster's own configuration.
        flink = EmbeddedFlink.start(options, 4);
        StreamExecutionEnvironment env = flink.environment();
        PrefetchJob.define(env, options);
        job = flink.submit(env);
        flink.awaitRunning(job, PATIENCE);
    }

    private Configuration options(Path root) {
        Configuration options = new Configuration();
        options.set(RestOptions.PORT, 0);
        options.set(RestOptions.BIND_PORT, "0");
        options.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        options.set(ForesnapOptions.STORAGE_ROOT, root.toUri().toString());
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        options.set(SecurityOptions.KAFKA_AUDIT_TOPIC, "foresnap-audit");
        options.set(GuardOptions.KAFKA_CONTROL_TOPIC, CONTROL);
        keys.client(TestingKeys.USER_PASSWORD)
                .forEach(
                        (key, value) ->
                                options.setString(
                                        ForesnapOptions.KAFKA_PROPERTIES_PREFIX + key, value));
        options.setString("storage.properties.fs.s3a.secret.key", S3_SECRET);
        return options;
    }

    @AfterAll
    void stop() throws IOException {
        flink.close();
        kafka.close();
        logged.close();
    }

    private String file(String name, String password) throws IOException {
        Properties properties = new Properties();
        properties.putAll(keys.client(password));
        Path file = folder.resolve(name);
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        return file.toString();
    }

    private static int run(StringWriter out, StringWriter err, String... arguments) {
        CommandLine command = Foresnap.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private int request(StringWriter out, StringWriter err, String config, String table) {
        return run(
                out,
                err,
                "request",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--command-config",
                config,
                "--table",
                table,
                "--timeout",
                "3min");
    }

    @Test
    void whoIsKnownGetsABackup() throws Exception {
        String config = file("known.properties", TestingKeys.USER_PASSWORD);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        assertThat(request(out, err, config, "public.orders")).as("%s%s", out, err).isZero();
        assertThat(out.toString()).contains("\"ACKNOWLEDGED\"").contains("\"rows\":20");
        assertThat(request(out, err, config, "public.nothing")).isEqualTo(1);
        assertThat(out.toString()).contains("\"REJECTED\"").contains("unknown table");
        assertThat(
                        run(
                                out,
                                err,
                                "control",
                                "--bootstrap-servers",
                                kafka.bootstrapServers(),
                                "--command-config",
                                config,
                                "pause"))
                .as("%s", err)
                .isZero();
    }

    @Test
    void whoHasAWrongPasswordIsToldSoInOneLineThatSaysNothingSecret() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int code =
                request(out, err, file("wrong.properties", "marlin-of-the-user"), "public.orders");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("foresnap: cannot reach topic foresnap-results at ")
                .contains("Authentication failed")
                .doesNotContain("marlin", "swordfish");
        assertThat(logged.lines()).noneMatch(line -> line.contains("marlin"));
    }

    @Test
    void nothingSecretIsOnTheDashboardOrInTheLogs() throws Exception {
        List<String> pages =
                List.of(
                        "/config",
                        "/jobmanager/config",
                        "/jobmanager/environment",
                        "/jobs/overview",
                        "/jobs/" + job,
                        "/jobs/" + job + "/plan",
                        "/jobs/" + job + "/config",
                        "/jobs/" + job + "/exceptions",
                        "/jobs/" + job + "/jobmanager/config",
                        "/jobs/" + job + "/checkpoints/config");

        for (String page : pages) {
            assertThat(get(page)).as(page).doesNotContain("swordfish").startsWith("{");
        }

        assertThat(get("/jobs/" + job + "/jobmanager/config"))
                .as("what is masked there")
                .contains("fs.s3a.secret.key")
                .contains("sasl.jaas.config")
                .contains("ssl.truststore.password")
                .contains("******");
        assertThat(logged.lines()).hasSizeGreaterThan(100);
        assertThat(logged.lines()).anyMatch(line -> line.contains("sasl.jaas.config = [hidden]"));
        assertThat(logged.lines()).noneMatch(line -> line.contains("swordfish"));
    }

    private String get(String page) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(resolved(page)).build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        String body = response.body();
        return body.startsWith("[") ? "{" + body : body;
    }

    private URI resolved(String page) {
        return flink.dashboard().resolve(page);
    }
}
