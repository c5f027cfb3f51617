package io.foresnap.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.archive.EventInput;
import io.foresnap.archive.Importer;
import io.foresnap.backup.Backups;
import io.foresnap.backup.DirectBackup;
import io.foresnap.backup.TruthRows;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A captured change stream, by way of the sink's Avro files, against the database. */
class ConnectTruthTest {

    private static final Path DATA = Path.of("../../shared/data/cdc");

    /** Each table's key; the order of its columns is that of Debezium's key. */
    private static final Map<String, String> TABLES =
            new TreeMap<>(
                    Map.of(
                            "orders", "region,order_id",
                            "pgbench_accounts", "aid",
                            "pgbench_branches", "bid",
                            "pgbench_history", "",
                            "pgbench_tellers", "tid"));

    private final ObjectMapper json = new ObjectMapper();

    @TempDir Path folder;

    @ParameterizedTest(name = "{0} Kafka partitions into {1}")
    @CsvSource({"1,1", "3,1", "3,4"})
    void everyTableAtEveryMomentEqualsTheDatabase(int kafkaPartitions, int partitions)
            throws IOException {
        assumeTrue(
                Files.isDirectory(DATA),
                "skipped: the captured change stream is not beside this checkout");
        JsonNode columns = json.readTree(DATA.resolve("columns.json").toFile());
        for (String table : TABLES.keySet()) {
            SinkFolder sink =
                    new SinkFolder(
                            folder.resolve("topics"),
                            "dev.public." + table,
                            columns.get(table).get("columns"),
                            kafkaPartitions,
                            400);
            sink.addAll(DATA.resolve("events/" + table + ".jsonl.gz"));
            sink.finish();
        }
        try (Storage avro = Storage.open(folder.resolve("avro").toString());
                Storage lines = Storage.open(folder.resolve("lines").toString())) {
            importAvro(avro, partitions);
            new Importer(lines, partitions, 5000, Placeholders.DEFAULT)
                    .run(
                            TABLES.keySet().stream()
                                    .map(t -> DATA.resolve("events/" + t + ".jsonl.gz"))
                                    .toList(),
                            System.currentTimeMillis(),
                            done -> {});

            for (JsonNode moment : json.readTree(DATA.resolve("moments.json").toFile())) {
                for (String table : TABLES.keySet()) {
                    List<String> rows = rows(avro, table, moment);

                    assertThat(rows)
                            .as("%s at moment %s", table, moment.get("k"))
                            .isEqualTo(rows(lines, table, moment));
                    assertThat(typed(rows, columns.get(table)))
                            .as("%s at moment %s", table, moment.get("k"))
                            .isEqualTo(
                                    TruthRows.expected(
                                            json,
                                            DATA.resolve("truth/" + moment.get("k").asInt())
                                                    .resolve(table + ".jsonl.gz"),
                                            columns.get(table)));
                }
            }
        }
    }

    private void importAvro(Storage storage, int partitions) throws IOException {
        KeyColumns keys =
                KeyColumns.parse(
                        TABLES.entrySet().stream()
                                .map(e -> "public." + e.getKey() + "=" + e.getValue())
                                .toList());
        for (boolean again : new boolean[] {false, true}) {
            Importer importer = new Importer(storage, partitions, 5000, Placeholders.DEFAULT);
            try (SinkFiles sink = new SinkFiles(keys, false)) {
                List<EventInput> inputs = sink.list(List.of(folder.resolve("topics").toString()));
                importer.runInputs(inputs, System.currentTimeMillis(), done -> {});
            }
            assertThat(importer.tables().values())
                    .hasSize(TABLES.size())
                    .allMatch(table -> again == (table.added() == 0));
        }
    }

    /** Keys and rows, byte for byte. */
    private static List<String> rows(Storage storage, String table, JsonNode moment)
            throws IOException {
        long target = moment.get("t_ms").asLong();
        BackupRequest request =
                new BackupRequest(
                        "truth-" + target, "public." + table, List.of(), target, "test", target);
        List<String> rows = new ArrayList<>();
        Backups.forEachRow(
                storage,
                new DirectBackup(storage, Placeholders.DEFAULT)
                        .run(request, System.currentTimeMillis()),
                (key, row) -> rows.add((key == null ? "" : utf8(key)) + "\t" + utf8(row)));
        return rows;
    }

    private List<String> typed(List<String> rows, JsonNode columns) {
        return rows.stream()
                .map(row -> row.substring(row.indexOf('\t') + 1))
                .map(row -> TruthRows.ofEvent(json, row.getBytes(StandardCharsets.UTF_8), columns))
                .sorted()
                .toList();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
