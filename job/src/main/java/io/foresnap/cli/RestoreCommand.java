package io.foresnap.cli;

import io.foresnap.restore.Database;
import io.foresnap.restore.Restore;
import io.foresnap.table.BackupRows;
import io.foresnap.table.ColumnFile;
import io.foresnap.table.TypedRows;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code restore}: a backup into a table of a database. */
@Command(
        name = "restore",
        description =
                "Loads a backup into a database table by JDBC, in one transaction: a restore that"
                        + " fails changes nothing.")
final class RestoreCommand implements Callable<Integer> {

    @Option(
            names = "--backup",
            required = true,
            paramLabel = "DIR",
            description = "Directory of the backup.")
    String backup = "";

    @Option(
            names = "--jdbc-url",
            required = true,
            paramLabel = "URL",
            description = "The database, jdbc:postgresql://host/database for instance.")
    String jdbcUrl = "";

    @Option(
            names = "--table",
            required = true,
            paramLabel = "T",
            description = "The table, as table or schema.table; must be empty.")
    String table = "";

    @Option(
            names = "--create",
            description =
                    "Make the table: columns as in the backup, its key as primary key. For"
                            + " PostgreSQL and databases with the SQL standard's types.")
    boolean create;

    @Option(
            names = "--replace",
            description = "Delete the rows that the table has, in the same transaction.")
    boolean replace;

    @Option(
            names = "--columns",
            paramLabel = "F",
            description =
                    "File that tells the columns' types: a column file, or Debezium messages with"
                            + " schemas (default: guessed from the values).")
    @Nullable Path columns;

    @Option(
            names = "--skip-columns",
            split = ",",
            paramLabel = "C",
            description = "Columns of the backup to leave out.")
    Set<String> skip = Set.of();

    @Option(names = "--user", paramLabel = "U", description = "User of the database.")
    @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "F",
            description = "File whose first line is the user's password.")
    @Nullable Path passwordFile;

    @Option(
            names = "--driver",
            paramLabel = "JAR",
            description = "Jar of a JDBC driver (PostgreSQL's is there); may be repeated.")
    List<Path> drivers = List.of();

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Rows sent to the database together (default: ${DEFAULT-VALUE}).")
    int batchSize;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (batchSize < 1) {
            throw wrong("--batch-size must be at least 1, but is " + batchSize);
        }
        if (create && replace) {
            throw wrong("give --create or --replace, not both: a new table has no rows");
        }
        ColumnFile types = columns == null ? null : ColumnFile.read(columns);
        Database database = new Database(jdbcUrl, user, password(), drivers);
        Restore restore =
                new Restore(
                        database, new Restore.Settings(table, create, replace, skip, batchSize));
        try (BackupRows rows = BackupRows.open(backup)) {
            restore.checkConnection();
            TypedRows typed =
                    TypedRows.scan(rows, types == null ? null : types.table(rows.table()));
            Reports.undeclared(spec, typed);
            long count;
            try (Progress bar = Progress.of(table, "rows", typed.count())) {
                count = restore.run(typed, bar::step);
            }
            spec.commandLine().getErr().printf("%s: %d rows restored%n", table, count);
            spec.commandLine().getErr().flush();
        }
        return 0;
    }

    private @Nullable String password() throws IOException {
        if (passwordFile == null) {
            return null;
        }
        try (var lines = Files.lines(passwordFile)) {
            return lines.findFirst()
                    .orElseThrow(
                            () ->
                                    new IOException(
                                            "--password-file: " + passwordFile + " is empty"));
        } catch (NoSuchFileException e) {
            throw new IOException("--password-file: no such file: " + passwordFile, e);
        } catch (MalformedInputException | java.io.UncheckedIOException e) {
            throw new IOException("--password-file: cannot read " + passwordFile, e);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
