package io.foresnap.cli;

import io.foresnap.changelog.TableIds;
import io.foresnap.export.CsvExport;
import io.foresnap.export.Format;
import io.foresnap.export.JsonlExport;
import io.foresnap.export.ParquetExport;
import io.foresnap.table.BackupRows;
import io.foresnap.table.ColumnFile;
import io.foresnap.table.TypedRows;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: the rows of backups. */
@Command(
        name = "export",
        description =
                "Writes the rows of backups in order of key: as {\"key\":…,\"row\":…} lines, as"
                        + " CSV or as Parquet; to stdout, to a file, or to a file for each table.")
final class ExportCommand implements Callable<Integer> {

    @Option(
            names = "--backup",
            arity = "1..*",
            required = true,
            paramLabel = "DIR",
            description = "Directories of backups.")
    List<String> backups = List.of();

    @Parameters(arity = "0..*", paramLabel = "DIR", description = "More backups.")
    List<String> more = List.of();

    @Option(
            names = "--format",
            defaultValue = "jsonl",
            description = "Format of the rows: ${COMPLETION-CANDIDATES}.")
    Format format = Format.JSONL;

    @Option(names = "--output", paramLabel = "F", description = "File to write all rows to.")
    @Nullable Path output;

    @Option(
            names = "--output-directory",
            paramLabel = "D",
            description = "Folder for a file <table>.<format> of each backup.")
    @Nullable Path outputDirectory;

    @Option(
            names = "--columns",
            paramLabel = "F",
            description =
                    "File that tells the columns' types: a column file, or Debezium messages with"
                            + " schemas (default: guessed from the values; CSV and Parquet only).")
    @Nullable Path columns;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<String> all = new ArrayList<>(backups);
        all.addAll(more);
        check(all);
        ColumnFile types = columns == null ? null : ColumnFile.read(columns);
        if (outputDirectory != null) {
            exportEach(all, types, outputDirectory);
        } else if (output != null) {
            writeWhole(output, file -> exportAll(all, types, file));
        } else {
            OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
            for (String backup : all) {
                try (BackupRows rows = BackupRows.open(backup)) {
                    export(rows, types, out, () -> {});
                }
            }
            out.flush();
        }
        return 0;
    }

    private void check(List<String> all) {
        if (output != null && outputDirectory != null) {
            throw wrong("give --output or --output-directory, not both");
        }
        if (format == Format.JSONL && columns != null) {
            throw wrong("--columns: jsonl has no types, rows stay as they are");
        }
        if (format == Format.PARQUET && output == null && outputDirectory == null) {
            throw wrong("--format parquet needs --output or --output-directory, not stdout");
        }
        if (format != Format.JSONL && outputDirectory == null && all.size() > 1) {
            throw wrong(
                    "a "
                            + format.label()
                            + " file holds one table: give --output-directory for"
                            + " several backups");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void exportAll(List<String> backups, @Nullable ColumnFile types, Path file)
            throws IOException {
        if (format == Format.PARQUET) {
            try (BackupRows rows = BackupRows.open(backups.get(0))) {
                export(rows, types, file);
            }
            return;
        }
        try (OutputStream out = open(file)) {
            for (String backup : backups) {
                try (BackupRows rows = BackupRows.open(backup);
                        Progress bar = bar(rows)) {
                    export(rows, types, out, bar::step);
                }
            }
        }
    }

    private void exportEach(List<String> backups, @Nullable ColumnFile types, Path directory)
            throws IOException {
        Files.createDirectories(directory);
        Set<String> written = new HashSet<>();
        for (String backup : backups) {
            try (BackupRows rows = BackupRows.open(backup)) {
                if (!written.add(rows.table())) {
                    throw new IOException(
                            "--output-directory: two of the backups are of " + rows.table());
                }
                String name = TableIds.encode(rows.table()) + format.extension();
                writeWhole(directory.resolve(name), file -> export(rows, types, file));
            }
        }
    }

    private void export(BackupRows rows, @Nullable ColumnFile types, Path file) throws IOException {
        try (Progress bar = bar(rows)) {
            if (format == Format.PARQUET) {
                ParquetExport.write(typed(rows, types), file, bar::step);
                return;
            }
            try (OutputStream out = open(file)) {
                export(rows, types, out, bar::step);
            }
        }
    }

    private void export(
            BackupRows rows, @Nullable ColumnFile types, OutputStream out, Runnable progress)
            throws IOException {
        if (format == Format.CSV) {
            CsvExport.write(typed(rows, types), out, progress);
        } else {
            JsonlExport.write(rows, out, progress);
        }
    }

    private TypedRows typed(BackupRows rows, @Nullable ColumnFile types) throws IOException {
        TypedRows typed = TypedRows.scan(rows, types == null ? null : types.table(rows.table()));
        Reports.undeclared(spec, typed);
        return typed;
    }

    private static Progress bar(BackupRows rows) {
        return Progress.of(rows.table(), "rows", rows.manifest().rows());
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    /** What writes a file. */
    private interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** A damaged backup must not leave a file behind that looks whole. */
    private static void writeWhole(Path file, Content content) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (Files.isDirectory(absolute) || folder == null || !Files.isDirectory(folder)) {
            throw new IOException("--output: cannot write a file at " + absolute);
        }
        Path temporary = absolute.resolveSibling("." + absolute.getFileName() + ".part");
        try {
            Files.deleteIfExists(temporary);
            content.writeTo(temporary);
            Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
