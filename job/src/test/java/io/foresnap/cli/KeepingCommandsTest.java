package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code verify}, {@code inspect} and {@code retention} as a user meets them. */
class KeepingCommandsTest {

    @TempDir Path folder;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void load() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            lines.append(
                    """
                    {"key":{"id":%d},"value":{"before":null,"after":{"id":%d,"v":%d},"source":\
                    {"ts_ms":%d,"schema":"public","table":"items","txId":%d,"lsn":%d},"op":"%s",\
                    "ts_ms":1}}
                    """
                            .formatted(
                                    i % 5,
                                    i % 5,
                                    i,
                                    1_700_000_000_000L + (i < 5 ? 0 : i) * 1000,
                                    i,
                                    i,
                                    i < 5 ? "r" : "u"));
        }
        Path events = Files.writeString(folder.resolve("events.jsonl"), lines);
        assertThat(
                        run(
                                "import",
                                "--events",
                                events.toString(),
                                "--root",
                                root(),
                                "--segment-events",
                                "5"))
                .isZero();
    }

    private String root() {
        return folder.resolve("root").toString();
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = Foresnap.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|--root|verify",
                "2|--root|verify --root ROOT --backup ROOT",
                "2|--root|verify --backup ROOT --deep",
                "1|there is no|verify --root ROOT/nowhere",
                "1|--backup: there is no|verify --backup ROOT/nowhere",
                "1|no storage root|verify --root ROOT/changelog",
                "1|no table public.nosuch|verify --root ROOT --table public.nosuch",
                "1|no table matches 'zz*'|verify --root ROOT --table zz*",
                "2|--table is no valid glob|verify --root ROOT --table a[*",
                "2|--root|inspect",
                "1|there is no|inspect --root ROOT/nowhere",
                "2|--window|retention --root ROOT --window -1d",
                "2|--window must be positive|retention --root ROOT --window 0s",
                "2|--temporary-age|retention --root ROOT --temporary-age 5min",
                "2|--older-than|retention --root ROOT --backups",
                "2|--older-than|retention --root ROOT --older-than 1d",
                "1|there is no backup nosuch|retention --root ROOT --backup-id nosuch",
                "2|not both|retention --root ROOT --backups --older-than 1d --backup-id x"
            })
    void whatIsWrongIsNamedInOneLine(int code, String names, String line) {
        assertThat(run(line.replace("ROOT", root()).split(" "))).isEqualTo(code);

        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains(names);
    }

    @Test
    void verifyTellsAllIsWellOrWhatIsNot() throws IOException {
        assertThat(run("verify", "--root", root(), "--deep", "--json")).isZero();
        assertThat(json().get("problems")).isEmpty();
        assertThat(json().get("warnings")).isEmpty();
        assertThat(json().get("files").asInt()).isPositive();

        Path log = folder.resolve("root/changelog/public.items/0");
        try (var files = Files.list(log)) {
            Files.delete(files.sorted().toList().get(2));
        }
        assertThat(run("verify", "--root", root(), "--json")).isEqualTo(1);
        JsonNode problem = json().get("problems").get(0);
        assertThat(problem.get("kind").asText()).isEqualTo("HOLE");
        assertThat(problem.get("message").asText()).contains("offsets [10, 15) are missing");
        assertThat(run("verify", "--root", root())).isEqualTo(1);
        assertThat(out.toString()).contains("1 problems");
    }

    @Test
    void verifyTakesSeveralBackups() {
        run("backup", "--root", root(), "--table", "public.items");
        String one = out.toString().strip();
        run("backup", "--root", root(), "--table", "public.items");
        String two = out.toString().strip();

        assertThat(run("verify", "--backup", one, two)).isZero();
        assertThat(out.toString()).contains("2 files read");
    }

    @Test
    void inspectShowsEachPartition() throws IOException {
        assertThat(run("inspect", "--root", root())).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("public.items", "2023-11-14T22:13:20Z");

        assertThat(run("inspect", "--root", root(), "--json")).isZero();
        JsonNode partition = json().get("partitions").get(0);
        assertThat(partition.get("fromMs").asLong()).isEqualTo(1_700_000_000_000L);
        assertThat(partition.get("segments").asInt()).isEqualTo(6);
        assertThat(partition.get("holes")).isEmpty();
    }

    @Test
    void retentionRemovesBackupsOnlyWhenAsked() throws IOException {
        run("backup", "--root", root(), "--table", "public.items");
        Path backup = Path.of(out.toString().strip().replaceFirst("^file:/+", "/"));

        assertThat(run("retention", "--root", root(), "--window", "1s")).isZero();
        assertThat(backup).isDirectory();
        assertThat(run("retention", "--root", root(), "--backups", "--older-than", "1h")).isZero();
        assertThat(backup).isDirectory();
        String id = backup.getFileName().toString();
        assertThat(run("retention", "--root", root(), "--backup-id", id, "--dry-run", "--json"))
                .isZero();
        assertThat(json().get("removals").get(0).get("state").asText()).isEqualTo("PLANNED");
        assertThat(backup).isDirectory();
        assertThat(run("retention", "--root", root(), "--backup-id", id)).isZero();
        assertThat(backup).doesNotExist();
    }
}
