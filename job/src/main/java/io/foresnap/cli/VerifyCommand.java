package io.foresnap.cli;

import io.foresnap.backup.Verifier;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code verify}: looks for what is wrong. */
@Command(
        name = "verify",
        description =
                "Checks every checksum, the contiguity of the change log, and orphaned files; or"
                        + " one backup. Exit code 1 with a list when something is wrong.")
final class VerifyCommand implements Callable<Integer> {

    @Option(names = "--root", paramLabel = "URI", description = "Storage root.")
    @Nullable String root;

    @Option(names = "--table", paramLabel = "T", description = "Only this table.")
    @Nullable String table;

    @Option(names = "--backup", paramLabel = "DIR", description = "A backup instead of a root.")
    @Nullable String backup;

    @Mixin StorageOptions storageOptions = new StorageOptions();

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String where = backup != null ? backup : root;
        if (where == null || backup != null && (root != null || table != null)) {
            throw new ParameterException(
                    spec.commandLine(), "give --root [--table] or --backup, one of them");
        }
        try (Storage storage = StorageOptions.openExisting(where)) {
            Verifier verifier = new Verifier(storage, storageOptions.placeholders());
            if (backup != null) {
                verifier.backup(storage.root());
            } else {
                for (String each : table != null ? List.of(table) : Catalog.tables(storage)) {
                    verifier.table(each);
                }
            }
            return report(verifier);
        }
    }

    private int report(Verifier verifier) {
        PrintWriter out = spec.commandLine().getOut();
        verifier.findings().forEach(out::println);
        out.printf("%d files read, %d findings%n", verifier.files(), verifier.findings().size());
        out.flush();
        return verifier.findings().isEmpty() ? 0 : 1;
    }
}
