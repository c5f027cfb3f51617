package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.table.TestingBackup;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * export, restore and import as a user meets them: what they do, and one line where they cannot.
 */
class DataCommandsTest {

    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--backup | export",
                "--format | export --backup b --format xml",
                "not stdout | export --backup b --format parquet",
                "not both | export --backup b --output f --output-directory d",
                "--output-directory | export --backup b c --format csv --output f",
                "--columns | export --backup b --columns f",
                "--jdbc-url | restore --backup b --table t",
                "--batch-size | restore --backup b --table t --jdbc-url jdbc:x --batch-size 0",
                "not both | restore --backup b --table t --jdbc-url jdbc:x --create --replace",
                "--key-columns | import --root r --events e --format connect-avro",
                "--key-columns | import --root r --events e --key-columns id",
                "is empty | import --root r --events e --format connect-avro --key-columns a,,b"
            })
    void wrongUsageIsNamedInOneLine(String wrong, String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(oneLine()).contains(wrong).contains("--help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "is no backup: it has no manifest.json | export --backup $/none",
                "no such file | export --backup $/none --format csv --columns $/none.json",
                "cannot write a file at | export --backup $/none --output $/none/f",
                "no such file | restore --backup b --table t --jdbc-url jdbc:x --password-file $/no",
                "must begin with jdbc: | restore --backup @ --table t --jdbc-url postgres://x",
                "no JDBC driver | restore --backup @ --table t --jdbc-url jdbc:nosuch:x",
                "--driver: no such file | restore --backup @ --table t --jdbc-url jdbc:h2:mem: --driver d",
                "there is no table t | restore --backup @ --table t --jdbc-url jdbc:h2:mem:",
                "no such file or folder | import --root $ --events $/no --format connect-avro --key-columns id",
                "no Avro file below | import --root $ --events $/empty --format connect-avro --key-columns id"
            })
    void failedWorkIsOneLine(String message, String line) throws Exception {
        String backup = TestingBackup.of(folder, "some").row(1, "").make();
        Files.createDirectory(folder.resolve("empty"));
        String[] arguments = line.split(" ");
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = arguments[i].replace("$", folder.toString()).replace("@", backup);
        }

        assertThat(run(arguments)).isEqualTo(1);
        assertThat(oneLine()).contains(message);
    }

    @Test
    void aFailedExportLeavesNoFile() throws Exception {
        String backup = TestingBackup.of(folder, "t").row(1, "\"v\":\"x\"").make();
        Path columns =
                Files.writeString(
                        folder.resolve("columns.json"),
                        "{\"t\":{\"columns\":[{\"name\":\"v\",\"type\":\"integer\"}]}}");
        Path output = folder.resolve("out/t.parquet");
        Files.createDirectories(output.getParent());

        int code =
                run(
                        "export",
                        "--backup",
                        backup,
                        "--format",
                        "parquet",
                        "--columns",
                        columns.toString(),
                        "--output",
                        output.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("column v: value x does not fit integer");
        assertThat(output.getParent()).isEmptyDirectory();
    }

    @Test
    void restoreMakesATableAndTellsHowManyRowsItHas() throws Exception {
        String backup = TestingBackup.of(folder, "t").row(1, "\"v\":\"x\"").row(2, "").make();

        try (Connection kept = DriverManager.getConnection("jdbc:h2:mem:command");
                Statement statement = kept.createStatement()) {
            int code =
                    run(
                            "restore",
                            "--backup",
                            backup,
                            "--jdbc-url",
                            "jdbc:h2:mem:command",
                            "--table",
                            "made",
                            "--create");

            assertThat(code).isZero();
            assertThat(oneLine()).contains("made: 2 rows restored");
            try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM \"made\"")) {
                assertThat(count.next()).isTrue();
                assertThat(count.getInt(1)).isEqualTo(2);
            }
        }
    }

    private int run(String... arguments) {
        CommandLine commandLine = Foresnap.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter(), true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private String oneLine() {
        assertThat(err.toString().strip().lines()).hasSize(1);
        return err.toString();
    }
}
