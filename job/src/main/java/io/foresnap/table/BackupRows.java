package io.foresnap.table;

import io.foresnap.backup.Backups;
import io.foresnap.backup.Manifest;
import io.foresnap.changelog.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A backup opened for reading its rows, as often as needed. */
public final class BackupRows implements AutoCloseable {

    private final Storage storage;
    private final Manifest manifest;

    private BackupRows(Storage storage, Manifest manifest) {
        this.storage = storage;
        this.manifest = manifest;
    }

    /** Takes a row. */
    public interface Rows {

        /**
         * Called in order of key.
         *
         * @param key JSON; null for a table without one
         * @param row a JSON object
         */
        void accept(byte @Nullable [] key, byte[] row) throws IOException;
    }

    /** Opens a backup's directory; an {@link IOException} says where it is none. */
    public static BackupRows open(String directory) throws IOException {
        Storage storage = Storage.open(directory);
        try {
            return new BackupRows(storage, Backups.manifest(storage, storage.root()));
        } catch (FileNotFoundException e) {
            storage.close();
            throw new IOException(
                    "--backup: " + storage.root() + " is no backup: it has no manifest.json", e);
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    /** Id of the table. */
    public String table() {
        return manifest.table();
    }

    /** What makes it a backup. */
    public Manifest manifest() {
        return manifest;
    }

    /** Hands over every row; a damaged file throws, at the latest behind its last row. */
    public void forEach(Rows rows) throws IOException {
        try {
            Backups.forEachRow(
                    storage,
                    storage.root(),
                    (key, row) -> {
                        try {
                            rows.accept(key, row);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }

    @Override
    public String toString() {
        return storage.root().toString();
    }
}
