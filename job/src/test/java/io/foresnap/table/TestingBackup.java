package io.foresnap.table;

import io.foresnap.archive.Importer;
import io.foresnap.backup.DirectBackup;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A backup of a table whose rows a test writes as JSON. */
public final class TestingBackup {

    private final Path folder;
    private final String table;
    private final List<String> lines = new ArrayList<>();

    private TestingBackup(Path folder, String table) {
        this.folder = folder;
        this.table = table;
    }

    public static TestingBackup of(Path folder, String table) {
        return new TestingBackup(folder, table);
    }

    /** A row with a column "id", which is its key. */
    public TestingBackup row(int id, String otherColumns) {
        String more = otherColumns.isEmpty() ? "" : "," + otherColumns;
        return event("{\"id\":" + id + "}", "{\"id\":" + id + more + "}");
    }

    /** A row of a table without key. */
    public TestingBackup keyless(String row) {
        return event("null", row);
    }

    private TestingBackup event(String key, String row) {
        lines.add(
                "{\"key\":%s,\"value\":{\"op\":\"r\",\"after\":%s,\"source\":{\"ts_ms\":1000,\"lsn\":%d,\"table\":\"%s\"}}}"
                        .formatted(key, row, lines.size(), table));
        return this;
    }

    /** Imports the rows and makes the backup; gives its directory. */
    public String make() throws IOException {
        if (lines.isEmpty()) {
            keyless("{\"gone\":1}");
            lines.add(
                    "{\"key\":null,\"value\":{\"op\":\"t\",\"source\":{\"ts_ms\":1001,\"lsn\":99,\"table\":\"%s\"}}}"
                            .formatted(table));
        }
        Path events = folder.resolve(table + ".jsonl");
        Files.write(events, lines);
        try (Storage storage = Storage.open(folder.resolve("root").toString())) {
            new Importer(storage, 2, 100, Placeholders.DEFAULT)
                    .run(List.of(events), 3000, done -> {});
            return make(storage, table, 2000);
        }
    }

    /** Makes a backup as of a time. */
    public static String make(Storage storage, String table, long targetMs) throws IOException {
        return new DirectBackup(storage, Placeholders.DEFAULT)
                .run(
                        new BackupRequest(
                                table + "-" + targetMs,
                                table,
                                List.of(),
                                targetMs,
                                "test",
                                targetMs),
                        System.currentTimeMillis())
                .toString();
    }
}
