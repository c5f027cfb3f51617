package io.foresnap.cli;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The tables that {@code --table} names: one by its id, or all that match a glob. */
final class TableGlob {

    @Option(
            names = "--table",
            paramLabel = "T",
            description = "Only this table, or those that match a glob such as 'public.*'.")
    @Nullable String table;

    /** The tables of a root; all without a glob. A plain id need not exist. */
    static List<String> matching(Storage storage, @Nullable String table, CommandLine command)
            throws IOException {
        List<String> all = Catalog.tables(storage);
        if (table == null) {
            return all;
        }
        if (all.contains(table) || !table.matches(".*[*?\\[{].*")) {
            return List.of(table);
        }
        List<String> found = all.stream().filter(glob(table, command)).toList();
        if (found.isEmpty()) {
            throw new IOException("--table: no table matches '" + table + "' among " + all);
        }
        return found;
    }

    private static Predicate<String> glob(String table, CommandLine command) {
        try {
            PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + table);
            return name -> glob.matches(Path.of(name));
        } catch (PatternSyntaxException e) {
            throw new ParameterException(
                    command, "--table is no valid glob: " + e.getDescription(), e);
        }
    }

    /** Whether the option names a table; without it all are meant. */
    Predicate<String> filter(CommandLine command) {
        String given = table;
        return given == null ? name -> true : glob(given, command).or(given::equals);
    }

    /** Those of the option; a plain id must exist, and a root must have tables. */
    List<String> existing(Storage storage, CommandLine command) throws IOException {
        List<String> found = matching(storage, table, command);
        List<String> all = Catalog.tables(storage);
        if (all.isEmpty()) {
            throw new IOException(
                    "--root: " + storage.root() + " is no storage root: it has no change log");
        }
        if (!all.containsAll(found)) {
            throw new IOException("--table: no table " + found.get(0) + " among " + all);
        }
        return found;
    }
}
