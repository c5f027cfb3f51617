package io.foresnap.restore;

import io.foresnap.table.Column;
import io.foresnap.table.TypedRows;
import io.foresnap.table.UnfitValueException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows in batches. A batch that fails is undone and repeated row by row, for only so is it
 * known which row the database refuses.
 */
final class RowInserter implements AutoCloseable {

    private final Database database;
    private final Connection connection;
    private final TypedRows source;
    private final List<Integer> indexes = new ArrayList<>();
    private final List<TargetColumn> targets = new ArrayList<>();
    private final PreparedStatement insert;
    private final int batchSize;
    private final List<Row> batch = new ArrayList<>();

    private record Row(String key, @Nullable Object[] values) {}

    RowInserter(
            Database database,
            Connection connection,
            TypedRows source,
            TargetTable table,
            Set<String> skip,
            int batchSize)
            throws IOException, SQLException {
        this.database = database;
        this.connection = connection;
        this.source = source;
        this.batchSize = batchSize;
        for (int i = 0; i < source.columns().size(); i++) {
            Column column = source.columns().get(i);
            if (!skip.contains(column.name())) {
                TargetColumn target = table.column(column.name());
                target.require(column, table.quoted());
                indexes.add(i);
                targets.add(target);
            }
        }
        this.insert = connection.prepareStatement(statement(table));
    }

    private String statement(TargetTable table) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        List<String> names = new ArrayList<>();
        for (TargetColumn target : targets) {
            names.add(TargetTable.quote(metadata, target.name()));
        }
        return "INSERT INTO "
                + table.quoted()
                + " ("
                + String.join(", ", names)
                + ") VALUES ("
                + String.join(", ", Collections.nCopies(names.size(), "?"))
                + ")";
    }

    void add(String key, @Nullable Object[] values) throws IOException, SQLException {
        batch.add(new Row(key, Arrays.copyOf(values, values.length)));
        if (batch.size() >= batchSize) {
            flush();
        }
    }

    void flush() throws IOException, SQLException {
        if (batch.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            for (Row row : batch) {
                bind(row);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            connection.rollback(before);
            insert.clearBatch();
            insertOneByOne();
            throw e; // Each row alone is taken: it was the batch that the database refused.
        }
        connection.releaseSavepoint(before);
        batch.clear();
    }

    private void insertOneByOne() throws IOException {
        for (Row row : batch) {
            try {
                bind(row);
                insert.executeUpdate();
            } catch (SQLException e) {
                throw database.failure(
                        source.backup()
                                + " row with key "
                                + row.key()
                                + " is refused by "
                                + database.shown(),
                        e);
            }
        }
    }

    private void bind(Row row) throws IOException, SQLException {
        for (int i = 0; i < targets.size(); i++) {
            int at = indexes.get(i);
            try {
                targets.get(i).bind(insert, i + 1, source.columns().get(at), row.values()[at]);
            } catch (UnfitValueException e) {
                throw TypedRows.located(source.backup().toString(), row.key(), e);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
