package io.foresnap.table;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.archive.Importer;
import io.foresnap.archive.JsonLines;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The captured change stream, imported, and what the database held at each moment. */
public final class CapturedTables implements AutoCloseable {

    private static final Path DATA = Path.of("../../shared/data/cdc");

    public static final Path COLUMNS = DATA.resolve("columns.json");
    public static final List<String> NAMES =
            List.of(
                    "orders",
                    "pgbench_accounts",
                    "pgbench_branches",
                    "pgbench_history",
                    "pgbench_tellers");

    private final JsonNode moments;
    private final Storage storage;

    /** Imports the stream, or skips the test where it is not there. */
    public CapturedTables(Path root) throws IOException {
        assumeTrue(
                Files.isDirectory(DATA),
                "skipped: the captured change stream is not beside this checkout");
        moments = new ObjectMapper().readTree(DATA.resolve("moments.json").toFile());
        storage = Storage.open(root.toString());
        new Importer(storage, 2, 5000, Placeholders.DEFAULT)
                .run(
                        NAMES.stream().map(t -> DATA.resolve("events/" + t + ".jsonl.gz")).toList(),
                        System.currentTimeMillis(),
                        done -> {});
    }

    public int moments() {
        return moments.size();
    }

    /** A backup of a table as of a moment. */
    public BackupRows backup(String table, int moment) throws IOException {
        long target = moments.get(moment).get("t_ms").asLong();
        return BackupRows.open(TestingBackup.make(storage, "public." + table, target));
    }

    /** The declared types of a table. */
    public static DeclaredTable declared(String table) throws IOException {
        return ColumnFile.read(COLUMNS).table("public." + table);
    }

    /** The database's own rows then, as {@code row_to_json} wrote them. */
    public static List<String> truth(String table, int moment) throws IOException {
        List<String> rows = new ArrayList<>();
        try (JsonLines lines =
                JsonLines.open(DATA.resolve("truth/" + moment + "/" + table + ".jsonl.gz"))) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                rows.add(new String(line, StandardCharsets.UTF_8));
            }
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
