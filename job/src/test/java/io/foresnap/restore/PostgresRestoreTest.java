package io.foresnap.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.table.BackupRows;
import io.foresnap.table.CapturedTables;
import io.foresnap.table.ColumnFile;
import io.foresnap.table.TestingBackup;
import io.foresnap.table.TypedRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Restores into a real PostgreSQL; skipped where none is installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresRestoreTest {

    @TempDir Path folder;

    private TestingPostgres postgres;

    @BeforeAll
    void start() throws Exception {
        postgres = TestingPostgres.start();
    }

    @AfterAll
    void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void everyTableAtEveryMomentIsWhatTheDatabaseHeld() throws Exception {
        try (CapturedTables captured = new CapturedTables(folder.resolve("root"))) {
            for (int moment = 0; moment < captured.moments(); moment++) {
                for (String table : CapturedTables.NAMES) {
                    String target = table + "_" + moment;
                    try (BackupRows backup = captured.backup(table, moment)) {
                        TypedRows rows = TypedRows.scan(backup, CapturedTables.declared(table));
                        restore(target, true).run(rows, () -> {});
                    }

                    List<String> truth = new ArrayList<>(CapturedTables.truth(table, moment));
                    truth.sort(null);
                    List<String> restored =
                            query("SELECT row_to_json(t)::text FROM \"" + target + "\" t");
                    restored.sort(null);
                    assertThat(restored).as(target).isEqualTo(truth);
                }
            }
        }
    }

    @Test
    void everyKindOfValueArrives() throws Exception {
        Path columns =
                Files.writeString(
                        folder.resolve("kinds.json"),
                        """
                        {"kinds": {"columns": [
                          {"name": "id", "type": "integer"},
                          {"name": "Mixed \\"Case\\"", "type": "uuid"},
                          {"name": "n", "type": "numeric"},
                          {"name": "s", "type": "numeric(6,3)", "encoding": "string"},
                          {"name": "d", "type": "date"},
                          {"name": "t", "type": "time without time zone"},
                          {"name": "ts3", "type": "timestamp(3) without time zone"},
                          {"name": "r", "type": "real"},
                          {"name": "f", "type": "double precision"},
                          {"name": "ints", "type": "integer[]"},
                          {"name": "texts", "type": "text[]"},
                          {"name": "j", "type": "json"},
                          {"name": "net", "type": "inet"}
                        ], "pk": ["id"]}}
                        """);
        String backup =
                TestingBackup.of(folder, "kinds")
                        .row(
                                1,
                                """
                                "Mixed \\"Case\\"":"7f0c5c8e-9c1c-4d6b-8a3b-1f0a3f5d2c11",\
                                "n":{"scale":3,"value":"/wE="},"s":"-12.345","d":-719162,\
                                "t":86399999999,"ts3":-1,"r":1.4E-45,"f":"NaN","ints":[1,null,-3],\
                                "texts":["a,b","\\"",null,"","NULL"],"j":"{\\"b\\": 1.50}",\
                                "net":"10.0.0.1/8"\
                                """)
                        .make();

        try (BackupRows rows = BackupRows.open(backup)) {
            restore("kinds", true)
                    .run(TypedRows.scan(rows, ColumnFile.read(columns).table("kinds")), () -> {});
        }

        assertThat(query("SELECT row_to_json(k)::text FROM kinds k"))
                .containsExactly(
                        "{\"id\":1,\"Mixed \\\"Case\\\"\":\"7f0c5c8e-9c1c-4d6b-8a3b-1f0a3f5d2c11\","
                                + "\"n\":-0.255,\"s\":-12.345,\"d\":\"0001-01-01\","
                                + "\"t\":\"23:59:59.999999\",\"ts3\":\"1969-12-31T23:59:59.999\","
                                + "\"r\":1e-45,\"f\":\"NaN\",\"ints\":[1,null,-3],"
                                + "\"texts\":[\"a,b\",\"\\\"\",null,\"\",\"NULL\"],"
                                + "\"j\":{\"b\": 1.50},\"net\":\"10.0.0.1/8\"}");
    }

    @Test
    void aRowThatTheDatabaseRefusesIsNamedAndNothingStays() throws Exception {
        query("CREATE TABLE narrow (id bigint, v varchar(3))");
        String backup =
                TestingBackup.of(folder, "wide")
                        .row(1, "\"v\":\"abc\"")
                        .row(2, "\"v\":\"abcd\"")
                        .row(3, "\"v\":\"a\"")
                        .make();

        assertThatThrownBy(() -> restore(backup, "narrow", false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("row with key {\"id\":2} is refused")
                .hasMessageContaining("character varying(3)");
        assertThat(query("SELECT count(*)::text FROM narrow")).containsExactly("0");
    }

    @Test
    void aFailedRestoreLeavesNoNewTable() throws Exception {
        String backup = TestingBackup.of(folder, "nul").row(1, "\"v\":\"a\\u0000b\"").make();

        assertThatThrownBy(() -> restore(backup, "nul", true))
                .hasMessageContaining("row with key {\"id\":1} is refused");
        assertThat(query("SELECT relname::text FROM pg_class WHERE relname = 'nul'")).isEmpty();
    }

    @Test
    void aWrongPasswordIsNotShown() {
        Database wrong = postgres.database("hush-hush");

        assertThatThrownBy(wrong::connect)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password authentication failed for user \"owner\"")
                .satisfies(
                        e -> {
                            assertThat(e.toString()).doesNotContain("hush");
                            assertThat(e.getCause()).isNull();
                        });
    }

    private void restore(String backup, String table, boolean create) throws IOException {
        try (BackupRows rows = BackupRows.open(backup)) {
            restore(table, create).run(TypedRows.scan(rows, null), () -> {});
        }
    }

    private Restore restore(String table, boolean create) {
        return new Restore(
                postgres.database(), new Restore.Settings(table, create, false, Set.of(), 500));
    }

    private List<String> query(String sql) throws IOException, SQLException {
        try (Connection connection = postgres.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            connection.commit();
            return rows;
        }
    }
}
