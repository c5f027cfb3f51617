package io.foresnap.cli;

import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command that works on durable storage. */
final class StorageOptions {

    @Option(
            names = "--placeholder",
            paramLabel = "TEXT",
            description =
                    "Value by which the source marks an unchanged large column; may be repeated"
                            + " (default: Debezium's own).")
    List<String> placeholders = List.of();

    Placeholders placeholders() {
        return new Placeholders(
                placeholders.isEmpty()
                        ? ForesnapOptions.PLACEHOLDERS.defaultValue()
                        : placeholders);
    }

    /** Opens a root that must exist. */
    static Storage openExisting(String root) throws IOException {
        return openExisting("--root", root);
    }

    /** The same for another option. */
    static Storage openExisting(String option, String where) throws IOException {
        Storage storage = Storage.open(where);
        if (!storage.fileSystem().exists(storage.root())) {
            storage.close();
            throw new IOException(option + ": there is no " + storage.root());
        }
        return storage;
    }
}
