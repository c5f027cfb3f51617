package io.foresnap.restore;

import io.foresnap.table.Column;
import io.foresnap.table.TypedRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loads a backup into a table, in one transaction: readers of the table see nothing of it until all
 * rows are in and counted, and a restore that fails leaves the table as it was. (One that resumes
 * would have to leave a table half full, and to keep notes about it somewhere.)
 */
public final class Restore {

    private final Database database;
    private final Settings settings;

    /**
     * How to restore.
     *
     * @param table name of the table, with its schema before a dot where that is not the default
     * @param create whether the table is to be made
     * @param replace whether the rows it has are deleted first
     * @param skip names of columns that are left out
     * @param batchSize rows sent to the database together
     */
    public record Settings(
            String table, boolean create, boolean replace, Set<String> skip, int batchSize) {}

    /** For a database. */
    public Restore(Database database, Settings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** Fails where the database cannot be reached, before a large backup is read in vain. */
    public void checkConnection() throws IOException {
        try (Connection connection = database.connect()) {
            connection.rollback();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Restores a backup.
     *
     * @param progress run after each row
     * @return how many rows the table has
     */
    public long run(TypedRows rows, Runnable progress) throws IOException {
        try (Connection connection = database.connect()) {
            return run(connection, rows, progress);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private long run(Connection connection, TypedRows rows, Runnable progress)
            throws IOException, SQLException {
        boolean done = false;
        @Nullable TargetTable made = null;
        try {
            if (!connection.getMetaData().supportsTransactions()) {
                throw new IOException("--jdbc-url: " + database + " has no transactions");
            }
            TargetTable table = target(connection, rows);
            made = settings.create() ? table : null;
            long count = load(connection, rows, table, progress);
            connection.commit();
            done = true;
            return count;
        } finally {
            if (!done) {
                undo(connection, made);
            }
        }
    }

    /** In many databases the making of a table is not undone with the transaction. */
    private static void undo(Connection connection, @Nullable TargetTable made)
            throws SQLException {
        connection.rollback();
        if (made != null && connection.getMetaData().dataDefinitionCausesTransactionCommit()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE " + made.quoted());
            }
            connection.commit();
        }
    }

    private TargetTable target(Connection connection, TypedRows rows)
            throws IOException, SQLException {
        TargetTable.Name name = TargetTable.Name.parse(settings.table());
        TargetTable found = TargetTable.find(connection, name);
        if (!settings.create()) {
            if (found == null) {
                throw new IOException(
                        "--table: there is no table "
                                + settings.table()
                                + " at "
                                + database
                                + "; --create makes it");
            }
            clear(connection, found);
            return found;
        }
        if (found != null) {
            throw new IOException(
                    "--create: there is a table "
                            + found.quoted()
                            + " at "
                            + database
                            + " already");
        }
        return create(connection, name, rows);
    }

    private void clear(Connection connection, TargetTable found) throws IOException, SQLException {
        if (settings.replace()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM " + found.quoted());
            }
        }
        long there = found.count(connection);
        if (there > 0) {
            throw new IOException(
                    "--table: "
                            + found.quoted()
                            + " has "
                            + there
                            + " rows already; --replace deletes them first");
        }
    }

    private static TargetTable create(Connection connection, TargetTable.Name name, TypedRows rows)
            throws IOException, SQLException {
        if (rows.columns().isEmpty()) {
            throw new IOException(
                    rows.backup() + " has no rows: --columns must say what columns it has");
        }
        TargetTable.create(connection, name, rows);
        TargetTable made = TargetTable.find(connection, name);
        if (made == null) {
            throw new IOException("the table " + name.table() + " just made cannot be found");
        }
        return made;
    }

    private long load(Connection connection, TypedRows rows, TargetTable table, Runnable progress)
            throws IOException, SQLException {
        checkSkipped(rows);
        try (RowInserter inserter =
                new RowInserter(
                        database, connection, rows, table, settings.skip(), settings.batchSize())) {
            rows.forEach(
                    (key, values) -> {
                        try {
                            inserter.add(key, values);
                        } catch (SQLException e) {
                            throw failure(e);
                        }
                        progress.run();
                    });
            inserter.flush();
        }
        long count = table.count(connection);
        if (count != rows.count()) {
            throw new IOException(
                    table.quoted()
                            + " has "
                            + count
                            + " rows behind the restore, but the backup has "
                            + rows.count()
                            + ": nothing was changed");
        }
        return count;
    }

    private void checkSkipped(TypedRows rows) throws IOException {
        Set<String> names = rows.columns().stream().map(Column::name).collect(Collectors.toSet());
        for (String name : settings.skip()) {
            if (!names.contains(name)) {
                throw new IOException("--skip-columns: the backup has no column " + name);
            }
        }
    }

    private IOException failure(SQLException e) {
        return database.failure(settings.table() + " at " + database, e);
    }
}
