package io.foresnap.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.archive.Importer;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every backup of a captured PostgreSQL change stream against what the database held then. */
class TruthTest {

    private static final Path DATA = Path.of("../../shared/data/cdc");
    private static final List<String> TABLES =
            List.of(
                    "orders",
                    "pgbench_accounts",
                    "pgbench_branches",
                    "pgbench_history",
                    "pgbench_tellers");

    @TempDir Path root;

    @ParameterizedTest(name = "{0} partitions, segments of {1} events")
    @CsvSource({"1,500", "1,5000", "1,50000", "4,500", "4,5000", "4,50000"})
    void everyTableAtEveryMomentEqualsTheDatabase(int partitions, int segmentEvents)
            throws IOException {
        assumeTrue(
                Files.isDirectory(DATA),
                "skipped: the captured change stream is not beside this checkout");
        ObjectMapper json = new ObjectMapper();
        JsonNode moments = json.readTree(DATA.resolve("moments.json").toFile());
        JsonNode columns = json.readTree(DATA.resolve("columns.json").toFile());
        try (Storage storage = Storage.open(root.toString())) {
            Importer importer =
                    new Importer(storage, partitions, segmentEvents, Placeholders.DEFAULT);
            List<Path> files;
            try (Stream<Path> listed = Files.list(DATA.resolve("events"))) {
                files = listed.sorted().toList();
            }
            importer.run(files, System.currentTimeMillis(), lines -> {});

            int equal = 0;
            for (JsonNode moment : moments) {
                for (String table : TABLES) {
                    List<String> rows = backup(storage, json, columns.get(table), table, moment);
                    List<String> truth =
                            TruthRows.expected(
                                    json,
                                    DATA.resolve("truth/" + moment.get("k").asInt())
                                            .resolve(table + ".jsonl.gz"),
                                    columns.get(table));
                    assertThat(rows).as("%s at moment %s", table, moment.get("k")).isEqualTo(truth);
                    equal++;
                }
            }
            assertThat(equal).isEqualTo(35);
        }
    }

    private static List<String> backup(
            Storage storage, ObjectMapper json, JsonNode columns, String table, JsonNode moment)
            throws IOException {
        long target = moment.get("t_ms").asLong();
        BackupRequest request =
                new BackupRequest(
                        "truth-" + table + "-" + target,
                        "public." + table,
                        List.of(),
                        target,
                        "test",
                        target);
        org.apache.hadoop.fs.Path directory =
                new DirectBackup(storage, Placeholders.DEFAULT)
                        .run(request, System.currentTimeMillis());
        List<String> rows = new ArrayList<>();
        Backups.forEachRow(
                storage, directory, (key, row) -> rows.add(TruthRows.ofEvent(json, row, columns)));
        rows.sort(null);
        return rows;
    }
}
