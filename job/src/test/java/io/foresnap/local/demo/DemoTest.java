package io.foresnap.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.cli.Foresnap;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole demonstration, short: HDFS, Kafka, Flink and the real job. */
class DemoTest {

    private static final int REQUESTS = 60;

    @TempDir Path folder;

    @Test
    void servesAndVerifiesEveryRequestOfATrace() throws Exception {
        Path trace = folder.resolve("trace.csv");
        Files.writeString(trace, trace());
        StringWriter out = new StringWriter();
        DemoSettings settings =
                new DemoSettings(
                        Optional.of(trace),
                        Optional.empty(),
                        Optional.of(600.0),
                        DemoSettings.DEFAULT_DURATION,
                        Optional.of(folder.resolve("report")),
                        false,
                        REQUESTS,
                        StorageProfile.LOCAL,
                        Map.of(
                                "rest.port",
                                "0",
                                "rest.bind-port",
                                "0",
                                "kafka.properties.ssl.truststore.password",
                                "swordfish",
                                "storage.properties.fs.s3a.secret.key",
                                "swordfish"));

        boolean right = new Demo(settings, new PrintWriter(out)).run();

        assertThat(out.toString())
                .contains("60 backups equal a plain replay")
                .contains("report.json");
        assertThat(right).as(out.toString()).isTrue();
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report/report.json").toFile());
        assertThat(report.path("acknowledged").asInt()).isEqualTo(REQUESTS);
        assertThat(report.path("verifiedBackups").asInt()).isEqualTo(REQUESTS);
        assertThat(report.path("mismatchedBackups").asInt()).isZero();
        assertThat(folder.resolve("report/index.html"))
                .content()
                .contains("fs.s3a.secret.key", "******")
                .doesNotContain("swordfish");
        assertThat(report.toString())
                .contains("ssl.truststore.password")
                .doesNotContain("swordfish");
        explainsFromItsReport();
    }

    private void explainsFromItsReport() {
        StringWriter said = new StringWriter();
        CommandLine commands = Foresnap.commandLine();
        commands.setOut(new PrintWriter(said));
        commands.setErr(new PrintWriter(said));

        int code =
                commands.execute(
                        "explain",
                        "--report",
                        folder.resolve("report").toString(),
                        "--table",
                        "public.t1",
                        "--at",
                        "2026-01-05T01:30:00Z");

        assertThat(code).as(said.toString()).isZero();
        assertThat(said.toString()).contains("public.t1/0 at ", "  predicted  ", "  listed     ");
    }

    /** Two minutes apart: six seconds or so of the machine's time at the test's speed. */
    private static String trace() {
        StringBuilder csv = new StringBuilder("timestamp_ms,table,partition,requester\n");
        for (int i = 0; i < REQUESTS; i++) {
            csv.append(i * 120_000L).append(",public.t").append(i % 4).append(',');
            // One of the tables has three partitions, asked for one at a time or all together.
            csv.append(i % 8 == 0 ? Integer.toString(i % 3) : "").append(",user").append(i % 3);
            csv.append('\n');
        }
        return csv.toString();
    }
}
