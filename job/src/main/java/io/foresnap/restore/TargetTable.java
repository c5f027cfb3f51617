package io.foresnap.restore;

import io.foresnap.table.Column;
import io.foresnap.table.TypedRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of a database, found by its metadata.
 *
 * @param quoted its name as statements need it
 * @param columns its columns in order
 */
record TargetTable(String quoted, List<TargetColumn> columns) {

    /** What PostgreSQL's driver says of a numeric without limits. */
    private static final int POSTGRES_UNLIMITED = 131_089;

    /** A table's name: {@code table} or {@code schema.table}. */
    record Name(@Nullable String schema, String table) {
        static Name parse(String text) {
            int dot = text.indexOf('.');
            return dot < 0
                    ? new Name(null, text)
                    : new Name(text.substring(0, dot), text.substring(dot + 1));
        }

        String quoted(DatabaseMetaData metadata) throws SQLException {
            String own = quote(metadata, table);
            return schema == null ? own : quote(metadata, schema) + "." + own;
        }
    }

    /** Looks a table up, as it is written and else in the case the database stores names in. */
    static @Nullable TargetTable find(Connection connection, Name name) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        Name exact = exactly(connection, metadata, name);
        if (exact == null) {
            String schema = name.schema();
            exact =
                    exactly(
                            connection,
                            metadata,
                            new Name(
                                    schema == null ? null : stored(metadata, schema),
                                    stored(metadata, name.table())));
        }
        return exact == null
                ? null
                : new TargetTable(exact.quoted(metadata), columns(metadata, exact));
    }

    private static @Nullable Name exactly(
            Connection connection, DatabaseMetaData metadata, Name name) throws SQLException {
        String schema = name.schema() != null ? name.schema() : connection.getSchema();
        try (ResultSet found =
                metadata.getTables(
                        connection.getCatalog(),
                        schema == null ? null : escaped(metadata, schema),
                        escaped(metadata, name.table()),
                        null)) {
            while (found.next()) {
                if (name.table().equals(found.getString("TABLE_NAME"))) {
                    return new Name(found.getString("TABLE_SCHEM"), name.table());
                }
            }
        }
        return null;
    }

    private static String stored(DatabaseMetaData metadata, String name) throws SQLException {
        if (metadata.storesUpperCaseIdentifiers()) {
            return name.toUpperCase(Locale.ROOT);
        }
        return metadata.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name;
    }

    private static String escaped(DatabaseMetaData metadata, String name) throws SQLException {
        String escape = metadata.getSearchStringEscape();
        return name.replace(escape, escape + escape)
                .replace("_", escape + "_")
                .replace("%", escape + "%");
    }

    private static List<TargetColumn> columns(DatabaseMetaData metadata, Name name)
            throws SQLException {
        boolean isPostgres = Dialect.of(metadata.getDatabaseProductName()) == Dialect.POSTGRESQL;
        List<TargetColumn> columns = new ArrayList<>();
        String schema = name.schema();
        try (ResultSet found =
                metadata.getColumns(
                        null,
                        schema == null ? null : escaped(metadata, schema),
                        escaped(metadata, name.table()),
                        null)) {
            while (found.next()) {
                columns.add(column(found, isPostgres));
            }
        }
        return columns;
    }

    private static TargetColumn column(ResultSet found, boolean isPostgres) throws SQLException {
        String name = found.getString("COLUMN_NAME");
        int type = found.getInt("DATA_TYPE");
        String typeName = Objects.requireNonNullElse(found.getString("TYPE_NAME"), "");
        int digits = found.getInt("DECIMAL_DIGITS");
        boolean unlimited =
                found.wasNull()
                        || type == Types.NUMERIC
                                && isPostgres
                                && found.getInt("COLUMN_SIZE") == POSTGRES_UNLIMITED;
        TargetColumn.Family family = TargetColumn.Family.of(type, typeName);
        return new TargetColumn(name, family, type, typeName, unlimited ? -1 : digits, isPostgres);
    }

    /** Makes a table with the columns of a backup, its key as primary key. */
    static void create(Connection connection, Name name, TypedRows rows) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        Dialect dialect = Dialect.of(metadata.getDatabaseProductName());
        List<String> parts = new ArrayList<>();
        for (Column column : rows.columns()) {
            boolean inKey = rows.key().contains(column.name());
            parts.add(
                    quote(metadata, column.name())
                            + " "
                            + dialect.typeOf(column, inKey)
                            + (column.notNull() || inKey ? " NOT NULL" : ""));
        }
        if (!rows.key().isEmpty()) {
            List<String> key = new ArrayList<>();
            for (String column : rows.key()) {
                key.add(quote(metadata, column));
            }
            parts.add("PRIMARY KEY (" + String.join(", ", key) + ")");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE "
                            + name.quoted(metadata)
                            + " ("
                            + String.join(", ", parts)
                            + ")");
        }
    }

    /** An identifier in the database's own quotes. */
    static String quote(DatabaseMetaData metadata, String name) throws SQLException {
        String quote = metadata.getIdentifierQuoteString().strip();
        return quote.isEmpty() ? name : quote + name.replace(quote, quote + quote) + quote;
    }

    /** The column for one of a backup; an error where there is none. */
    TargetColumn column(String name) throws IOException {
        List<TargetColumn> like =
                columns.stream().filter(c -> c.name().equalsIgnoreCase(name)).toList();
        for (TargetColumn column : like) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        if (like.size() == 1) {
            return like.get(0);
        }
        throw new IOException(
                quoted
                        + " has no column "
                        + name
                        + ", which rows of the backup have (its columns are "
                        + columns.stream().map(TargetColumn::name).collect(Collectors.joining(", "))
                        + "); --skip-columns leaves columns out");
    }

    /** How many rows it has. */
    long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + quoted)) {
            count.next();
            return count.getLong(1);
        }
    }
}
