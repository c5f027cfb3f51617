package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ForesnapTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void unknownCommandIsWrongUsage() {
        assertThat(run("frobnicate")).isEqualTo(2);
        assertThat(oneLine()).contains("frobnicate").contains("--help");
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(oneLine()).contains("no command given").contains("--help");
    }

    @ParameterizedTest
    @CsvSource({
        "--frobnicate, demo --frobnicate",
        "--speed, demo --speed 0",
        "--speed, demo --speed fast",
        "--max-requests, demo --max-requests 0",
        "--requests, demo --requests no-such-file.csv",
        "-Dprefetch.queue-capacity, demo -Dprefetch.queue-capacity=many",
        "-Dprefetch.queue-capacty, demo -Dprefetch.queue-capacty=1",
        "--bootstrap-servers, request --table a",
        "--target-time, request --bootstrap-servers b --table a --target-time soon",
        "--partitions, request --bootstrap-servers b --table a --partitions=-1",
        "--trace, bench snapshots --trace no-such-file.csv",
        "--interval, bench snapshots --interval 0s",
        "--interval, bench snapshots --interval often",
        "--seed, bench snapshots --seed x",
        "--model-type, bench snapshots --model-type ORACLE",
        "--timeout, request --bootstrap-servers b --table a --timeout soon",
        "--out, generate",
        "--days, generate --out t.csv --days 0",
        "--start, generate --out t.csv --start yesterday",
        "--time-zone, generate --out t.csv --time-zone Mars",
        "--tables, generate --out t.csv --tables weather=3",
        "--tables, generate --out t.csv --tables cron=-1",
        "--prediction-interval, generate --out t.csv --prediction-interval 3d --days 2",
        "--seeds, bench predictions --seeds 0",
        "status, cluster",
        "--task-managers, cluster start --task-managers 0",
        "--port-offset, cluster start --free-ports --port-offset 100",
        "--requests, cluster check --requests 3",
        "--jobmanager, savepoint --jobmanager nowhere",
        "--job, submit --job both",
        "-Dprefetch.queue-capacty, submit -Dprefetch.queue-capacty=1",
        "parallelism, rescale 0",
        "--partitions, bench tick --partitions 0",
        "--state-backend, bench tick --state-backend memory",
        "--tick-partitions, bench load --tick-partitions 10000;100000",
        "--tick-partitions, bench load --tick-partitions 2000000000",
        "--model-type, bench predictions --model-type ORACLE"
    })
    void wrongOptionIsNamedInOneLine(String wrong, String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(oneLine()).contains(wrong);
    }

    @Test
    void aTimeWithoutZoneSaysSo() {
        run(
                "request",
                "--bootstrap-servers",
                "b",
                "--table",
                "a",
                "--target-time",
                "2026-01-31T12:00:00");

        assertThat(oneLine()).contains("has no time zone");
    }

    @Test
    void failedWorkIsOneLineUnlessVerbose(@TempDir Path folder) throws Exception {
        Path trace = Files.writeString(folder.resolve("trace.csv"), "when,what\n");

        assertThat(run("demo", "--requests", trace.toString())).isEqualTo(1);
        assertThat(oneLine()).contains(trace.toString()).contains("header must be");
        assertThat(run("demo", "--verbose", "--requests", trace.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("\tat io.foresnap.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "demo --help", "request --help"})
    void everyCommandHasHelp(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString()).contains("Usage: foresnap");
    }

    private int run(String... arguments) {
        CommandLine commandLine = Foresnap.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private String oneLine() {
        assertThat(err.toString().strip().lines()).hasSize(1);
        return err.toString();
    }
}
