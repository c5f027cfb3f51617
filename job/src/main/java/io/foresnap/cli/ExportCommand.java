package io.foresnap.cli;

import io.foresnap.backup.Backups;
import io.foresnap.backup.Manifest;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.TableIds;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
                "Prints the rows of backups as {\"key\":…,\"row\":…} lines in order of key, to"
                        + " stdout, to a file, or to a file for each table.")
final class ExportCommand implements Callable<Integer> {

    /** How rows are written. */
    enum Format {
        JSONL
    }

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
            description = "Folder for a file <table>.jsonl of each backup.")
    @Nullable Path outputDirectory;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (output != null && outputDirectory != null) {
            throw new ParameterException(
                    spec.commandLine(), "give --output or --output-directory, not both");
        }
        List<String> all = new ArrayList<>(backups);
        all.addAll(more);
        if (outputDirectory != null) {
            exportEach(all, outputDirectory);
        } else if (output != null) {
            writeWhole(output, out -> exportAll(all, out));
        } else {
            OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
            exportAll(all, out);
            out.flush();
        }
        return 0;
    }

    private static void exportAll(List<String> backups, OutputStream out) throws IOException {
        for (String backup : backups) {
            try (Storage storage = Storage.open(backup)) {
                manifest(storage);
                export(storage, out);
            }
        }
    }

    private static void exportEach(List<String> backups, Path directory) throws IOException {
        Files.createDirectories(directory);
        Set<String> written = new HashSet<>();
        for (String backup : backups) {
            try (Storage storage = Storage.open(backup)) {
                String table = manifest(storage).table();
                if (!written.add(table)) {
                    throw new IOException("--output-directory: two of the backups are of " + table);
                }
                writeWhole(
                        directory.resolve(TableIds.encode(table) + ".jsonl"),
                        out -> export(storage, out));
            }
        }
    }

    private static Manifest manifest(Storage storage) throws IOException {
        try {
            return Backups.manifest(storage, storage.root());
        } catch (FileNotFoundException e) {
            throw new IOException(
                    "--backup: " + storage.root() + " is no backup: it has no manifest.json", e);
        }
    }

    private static void export(Storage backup, OutputStream out) throws IOException {
        byte[] before = "{\"key\":".getBytes(StandardCharsets.UTF_8);
        byte[] none = "null".getBytes(StandardCharsets.UTF_8);
        byte[] between = ",\"row\":".getBytes(StandardCharsets.UTF_8);
        byte[] after = "}\n".getBytes(StandardCharsets.UTF_8);
        try {
            Backups.forEachRow(
                    backup,
                    backup.root(),
                    (key, row) -> {
                        try {
                            out.write(before);
                            out.write(key == null ? none : key);
                            out.write(between);
                            out.write(row);
                            out.write(after);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What writes a file. */
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A damaged backup must not leave a file behind that looks whole. */
    private static void writeWhole(Path file, Content content) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path temporary = absolute.resolveSibling("." + absolute.getFileName() + ".part");
        try {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                content.writeTo(out);
            }
            Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
