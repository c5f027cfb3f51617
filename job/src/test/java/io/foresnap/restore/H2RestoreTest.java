package io.foresnap.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.table.BackupRows;
import io.foresnap.table.CapturedTables;
import io.foresnap.table.PlainText;
import io.foresnap.table.TestingBackup;
import io.foresnap.table.TypedRows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restores into an embedded database, by what any JDBC driver has. */
class H2RestoreTest {

    private static final String URL = "jdbc:h2:mem:restore";

    @TempDir Path folder;

    private Connection keptOpen;

    @BeforeEach
    void open() throws SQLException {
        keptOpen = DriverManager.getConnection(URL);
    }

    @AfterEach
    void close() throws SQLException {
        try (Statement statement = keptOpen.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    @Test
    void everyTableAtEveryMomentIsWhatTheBackupHolds() throws Exception {
        try (CapturedTables captured = new CapturedTables(folder.resolve("root"))) {
            for (int moment = 0; moment < captured.moments(); moment++) {
                for (String table : CapturedTables.NAMES) {
                    try (BackupRows backup = captured.backup(table, moment)) {
                        TypedRows rows = TypedRows.scan(backup, CapturedTables.declared(table));
                        restore(table + moment, true, false).run(rows, () -> {});

                        assertThat(stored(table + moment, rows))
                                .hasSize(CapturedTables.truth(table, moment).size())
                                .isEqualTo(texts(rows));
                    }
                }
            }
        }
    }

    private static List<String> texts(TypedRows rows) throws IOException {
        List<String> texts = new ArrayList<>();
        rows.forEach(
                (key, values) -> {
                    List<String> row = new ArrayList<>();
                    for (Object value : values) {
                        row.add(String.valueOf(PlainText.of(value)));
                    }
                    texts.add(row.toString());
                });
        texts.sort(null);
        return texts;
    }

    private List<String> stored(String table, TypedRows rows) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = keptOpen.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.columns().size(); i++) {
                    row.add(String.valueOf(PlainText.of(value(result, i, rows))));
                }
                texts.add(row.toString());
            }
        }
        texts.sort(null);
        return texts;
    }

    private static Object value(ResultSet result, int i, TypedRows rows) throws SQLException {
        return switch (rows.columns().get(i - 1).kind()) {
            case STRING, JSON -> result.getString(i);
            case BYTES -> result.getBytes(i);
            case TIMESTAMP -> result.getObject(i, java.time.LocalDateTime.class);
            case TIMESTAMP_TZ -> result.getObject(i, java.time.Instant.class);
            default -> result.getObject(i);
        };
    }

    @Test
    void aTableThatIsNotEmptyIsReplacedOnlyWhenTold() throws Exception {
        execute(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, v VARCHAR(9))",
                "INSERT INTO t VALUES (7, 'x')");
        String backup = TestingBackup.of(folder, "t").row(1, "\"v\":\"a\"").make();

        assertThatThrownBy(() -> run(backup, restore("t", false, false)))
                .hasMessageContaining("has 1 rows already")
                .hasMessageContaining("--replace");
        assertThat(ids("t")).containsExactly(7L);
        assertThat(run(backup, restore("t", false, true))).isEqualTo(1);
        assertThat(ids("t")).containsExactly(1L);
    }

    @Test
    void aFailedReplaceLeavesWhatWasThere() throws Exception {
        execute(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, v VARCHAR(2))",
                "INSERT INTO t VALUES (7, 'x')");
        String backup =
                TestingBackup.of(folder, "t").row(1, "\"v\":\"a\"").row(2, "\"v\":\"abc\"").make();

        assertThatThrownBy(() -> run(backup, restore("t", false, true)))
                .hasMessageContaining("row with key {\"id\":2} is refused");
        assertThat(ids("t")).containsExactly(7L);
    }

    @Test
    void aTableMadeForAFailedRestoreGoesAway() throws Exception {
        String backup =
                TestingBackup.of(folder, "t").keyless("{\"id\":1}").keyless("{\"id\":2}").make();
        try (BackupRows rows = BackupRows.open(backup)) {
            TypedRows typed = TypedRows.scan(rows, null);
            Restore restore = restore("t", true, false);

            assertThatThrownBy(
                            () ->
                                    restore.run(
                                            typed,
                                            () -> {
                                                throw new IllegalStateException("interrupted");
                                            }))
                    .hasMessage("interrupted");
        }
        assertThatThrownBy(() -> ids("t")).hasMessageContaining("not found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NUMERIC(5,1) | 1.25 | value 1.25 does not fit NUMERIC: it would be rounded",
                "INTEGER | 1.5 | is INTEGER, but the backup's values are double",
                "DATE | 19000 | is DATE, but the backup's values are long by the look of them",
                "NUMERIC(9,2) | \"CwA=\" | but the backup's values are string by the look of them",
                "REAL | {} | is REAL, but the backup's values are json",
            })
    void whatWouldBeStoredAsAnotherValueIsRefused(String type, String value, String message)
            throws Exception {
        execute("CREATE TABLE t (id BIGINT, v " + type + ")");
        String backup = TestingBackup.of(folder, "t").row(1, "\"v\":" + value).make();

        assertThatThrownBy(() -> run(backup, restore("t", false, false)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
        assertThat(ids("t")).isEmpty();
    }

    @Test
    void columnsAreFoundInAnyCaseAndMissingOnesNamed() throws Exception {
        execute("CREATE TABLE t (id BIGINT)");
        String backup = TestingBackup.of(folder, "t").row(1, "\"gone\":1").make();

        assertThatThrownBy(() -> run(backup, restore("t", false, false)))
                .hasMessageContaining("has no column gone")
                .hasMessageContaining("--skip-columns");
        assertThatThrownBy(
                        () ->
                                run(
                                        backup,
                                        new Restore(
                                                database(URL),
                                                new Restore.Settings(
                                                        "t", false, false, Set.of("nie"), 10))))
                .hasMessageContaining("--skip-columns: the backup has no column nie");
        Restore.Settings skipping = new Restore.Settings("t", false, false, Set.of("gone"), 10);
        assertThat(run(backup, new Restore(database(URL), skipping))).isEqualTo(1);
    }

    @Test
    void tablesThatAreThereOrNotAreNamed() throws Exception {
        execute("CREATE TABLE there (id BIGINT)");
        String backup = TestingBackup.of(folder, "t").row(1, "").make();

        assertThatThrownBy(() -> run(backup, restore("PUBLIC.absent", false, false)))
                .hasMessageContaining("there is no table PUBLIC.absent")
                .hasMessageContaining("--create");
        assertThatThrownBy(() -> run(backup, restore("there", true, false)))
                .hasMessageContaining("--create: there is a table");
    }

    @Test
    void aBackupWithoutRowsHasNoColumnsToCreate() throws Exception {
        String backup = TestingBackup.of(folder, "t").make();

        assertThatThrownBy(() -> run(backup, restore("t", true, false)))
                .hasMessageContaining("has no rows: --columns must say");
    }

    @Test
    void passwordsInUrlsAreNotShown() {
        Database unknown = database("jdbc:nosuch://me:hush@host/db?password=hush");
        Database malformed = database("jdbc:h2:nosuchscheme:x;PASSWORD=hush;NO_SUCH=1");

        assertThatThrownBy(unknown::connect)
                .hasMessageContaining("no JDBC driver for jdbc:nosuch://host/db")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(malformed::connect)
                .hasMessageContaining("cannot connect to jdbc:h2")
                .hasMessageNotContaining("hush");
    }

    private long run(String backup, Restore restore) throws IOException {
        try (BackupRows rows = BackupRows.open(backup)) {
            return restore.run(TypedRows.scan(rows, null), () -> {});
        }
    }

    private static Database database(String url) {
        return new Database(url, null, null, List.of());
    }

    private static Restore restore(String table, boolean create, boolean replace) {
        return new Restore(
                database(URL), new Restore.Settings(table, create, replace, Set.of(), 100));
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = keptOpen.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<Long> ids(String table) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Statement statement = keptOpen.createStatement();
                ResultSet result = statement.executeQuery("SELECT id FROM " + table)) {
            while (result.next()) {
                ids.add(result.getLong(1));
            }
        }
        return ids;
    }
}
